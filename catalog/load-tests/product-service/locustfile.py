"""Users of product-service: they read, as its callers do."""

import random

from locust import FastHttpUser, task


class Browser(FastHttpUser):
    # A target that hangs must not keep a user for ever.
    connection_timeout = 5
    network_timeout = 10

    @task(2)
    def read_products(self):
        self.client.get("/product-service/api/products")

    @task(6)
    def read_product(self):
        number = random.randint(1, 4)
        self.client.get(f"/product-service/api/products/{number}", name="/product-service/api/products/[id]")

    @task(1)
    def read_categories(self):
        self.client.get("/product-service/api/categories")
