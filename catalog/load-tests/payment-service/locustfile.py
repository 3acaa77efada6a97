"""Users of payment-service: they read, as its callers do."""

import random

from locust import FastHttpUser, task


class Payer(FastHttpUser):
    # A target that hangs must not keep a user for ever.
    connection_timeout = 5
    network_timeout = 10

    @task(1)
    def read_payments(self):
        self.client.get("/payment-service/api/payments")

    @task(4)
    def read_payment(self):
        number = random.randint(1, 4)
        self.client.get(f"/payment-service/api/payments/{number}", name="/payment-service/api/payments/[id]")
