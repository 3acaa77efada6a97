"""Users of shipping-service: they read, as its callers do."""

from locust import FastHttpUser, task


class Tracker(FastHttpUser):
    # A target that hangs must not keep a user for ever.
    connection_timeout = 5
    network_timeout = 10

    @task(1)
    def read_shippings(self):
        self.client.get("/shipping-service/api/shippings")
