"""Users of user-service: they read, as its callers do."""

import random

from locust import FastHttpUser, task


class Visitor(FastHttpUser):
    # A target that hangs must not keep a user for ever.
    connection_timeout = 5
    network_timeout = 10

    @task(1)
    def read_users(self):
        self.client.get("/user-service/api/users")

    @task(5)
    def read_user(self):
        number = random.randint(1, 4)
        self.client.get(f"/user-service/api/users/{number}", name="/user-service/api/users/[id]")

    @task(1)
    def read_addresses(self):
        self.client.get("/user-service/api/address")
