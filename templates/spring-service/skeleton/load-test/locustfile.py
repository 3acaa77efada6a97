"""Users of ${{ values.name }}: they read, and sometimes add."""

from locust import FastHttpUser, task

ITEMS = "${{ values.context }}/api/items"


class Reader(FastHttpUser):
    # A target that hangs must not keep a user for ever.
    connection_timeout = 5
    network_timeout = 10

    @task(9)
    def read_items(self):
        self.client.get(ITEMS)

    @task(1)
    def add_item(self):
        self.client.post(ITEMS, json={"name": "from a load test"})
