"""Users of api-gateway: they read, as its callers do."""

from locust import FastHttpUser, task


class Customer(FastHttpUser):
    # A target that hangs must not keep a user for ever.
    connection_timeout = 5
    network_timeout = 10

    @task(4)
    def read_products(self):
        self.client.get("/product-service/api/products")

    @task(2)
    def read_orders(self):
        self.client.get("/order-service/api/orders")

    @task(2)
    def read_users(self):
        self.client.get("/user-service/api/users")

    @task(1)
    def read_favourites(self):
        self.client.get("/favourite-service/api/favourites")

    @task(1)
    def read_payments(self):
        self.client.get("/payment-service/api/payments")

    @task(1)
    def read_shippings(self):
        self.client.get("/shipping-service/api/shippings")
