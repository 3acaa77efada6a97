"""Users of order-service: they read, as its callers do."""

import random

from locust import FastHttpUser, task


class Shopper(FastHttpUser):
    # A target that hangs must not keep a user for ever.
    connection_timeout = 5
    network_timeout = 10

    @task(3)
    def read_orders(self):
        self.client.get("/order-service/api/orders")

    @task(6)
    def read_order(self):
        number = random.randint(1, 4)
        self.client.get(f"/order-service/api/orders/{number}", name="/order-service/api/orders/[id]")

    @task(1)
    def read_carts(self):
        self.client.get("/order-service/api/carts")

    @task(1)
    def create_cart(self):
        self.client.post("/order-service/api/carts", json={"userId": 1})
