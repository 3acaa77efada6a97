"""Slipway's part of every load test: loaded by master and workers before the locustfile of the suite.

- The load follows the curve of the run, and the run ends with it.
- Response times are counted to three significant digits, in cumulative histograms.
- The master takes a sample every few seconds, keeps it, and answers ``GET /slipway/v1/status?since=<seq>``.
  With a results folder it also writes the samples to ``samples.jsonl``, so that they outlive it.
- Every process ends at the deadline of the run, whatever happens to others.

Reads the run from the JSON file that SLIPWAY_RUN_FILE names::

    {"run": "<id>", "points": [[0, 0], [30, 40]], "classes": {"Reader": {"weight": 3, "pacing": 2.0}},
     "sampleSeconds": 2, "deadlineSeconds": 300, "token": "<hex, optional>", "results": "<folder, optional>"}
"""

import hmac
import json
import logging
import os
import signal
import time
import zlib

import gevent
import locust
import locust.runners
import locust.stats
from locust import LoadTestShape, constant_pacing, events

logger = logging.getLogger("slipway")

SIGNIFICANT_DIGITS = 3
#: Workers report so often, seconds; Locust's own value is 3.
REPORT_SECONDS = 1.0
#: A worker without a master, and a master without a worker, give up after this time; Locust's own value is 60.
LOST_SECONDS = 10
MAX_SAMPLES_PER_ANSWER = 200
MAX_ERRORS = 100

with open(os.environ["SLIPWAY_RUN_FILE"], encoding="utf-8") as run_file:
    RUN = json.load(run_file)

POINTS = [(float(at), int(users)) for at, users in RUN["points"]]
DURATION = POINTS[-1][0]


def users_at(at):
    """Users that the curve asks for: the last value at a step, 0 after the end. The portal has the same rule (usersAt)."""
    if at < 0 or at > DURATION:
        return 0
    for index in range(len(POINTS) - 1, 0, -1):
        (start, before), (end, after) = POINTS[index - 1], POINTS[index]
        if at < start:
            continue
        if end == start:
            return after
        share = min(1.0, (at - start) / (end - start))
        # Half up, as the portal rounds.
        return int(before + (after - before) * share + 0.5)
    return POINTS[0][1]


def bucket_response_time(response_time):
    """Rounds to three significant digits: 147 stays, 1234 becomes 1230."""
    whole = round(response_time)
    if whole < 1000:
        return whole
    width = 10 ** (len(str(whole)) - SIGNIFICANT_DIGITS)
    return int(response_time / width + 0.5) * width


locust.stats.bucket_response_time = bucket_response_time
locust.stats.PERCENTILES_TO_CHART = [0.5, 0.95, 0.99]
locust.runners.WORKER_REPORT_INTERVAL = REPORT_SECONDS
locust.runners.CPU_MONITOR_INTERVAL = 2.0
locust.runners.MASTER_HEARTBEAT_TIMEOUT = LOST_SECONDS
locust.runners.HEARTBEAT_DEAD_INTERNAL = -LOST_SECONDS
# A ramp is many small steps: waiting a second for reports after each would skip some.
os.environ["LOCUST_WAIT_FOR_WORKERS_REPORT_AFTER_RAMP_UP"] = "0"


class SlipwayShape(LoadTestShape):
    """Follows the curve of the run, second by second."""

    abstract = False

    def __init__(self):
        super().__init__()
        self.last = None
        self.complete = False

    def tick(self):
        at = self.get_run_time()
        if at > DURATION:
            self.complete = True
            return None
        # Locust cannot start with nobody.
        users = max(1, users_at(at))
        if self.last is None or self.last[0] != users:
            change = abs(users - (self.last[0] if self.last else 0))
            self.last = (users, max(1, change))
        return self.last


class Sampler:
    """Takes the counters of the master at equal times and keeps them, packed."""

    def __init__(self, environment):
        self.environment = environment
        self.started = None
        self.started_at = None
        self.seq = 0
        self.packed = []
        self.finished = False
        self.results = RUN.get("results")

    # Locust fires this once; a shape starts many times but the run only once.
    def start(self):
        if self.started is None:
            self.started = time.monotonic()
            self.started_at = time.time()
            gevent.spawn(self.follow)

    def follow(self):
        runner = self.environment.runner
        period = float(RUN["sampleSeconds"])
        due = self.started + period
        ended = False
        while not ended:
            gevent.sleep(max(0.0, due - time.monotonic()))
            due += period
            ended = runner.state in ("stopping", "stopped") and runner.user_count == 0
            self.take()
        # What workers counted last is still on its way.
        gevent.sleep(2 * REPORT_SECONDS + 0.5)
        self.take()
        self.finished = True
        self.write("status.json.new", json.dumps(self.status(self.seq)), "w")
        # Whole or not there: a master may be killed while it writes.
        if self.results:
            os.replace(*(os.path.join(self.results, name) for name in ("status.json.new", "status.json")))

    def take(self):
        self.seq += 1
        runner = self.environment.runner
        at = time.monotonic() - self.started
        present = [node for node in runner.clients.all if node.state != "missing"]
        cpus = [node.cpu_usage for node in present if node.cpu_usage]
        sample = {
            "seq": self.seq,
            "at": round(at, 3),
            "users": runner.user_count,
            "wantedUsers": users_at(at) if runner.state not in ("stopping", "stopped") else 0,
            "workers": len(present),
            "missingWorkers": len(runner.clients.all) - len(present),
            "maxCpuPercent": max(cpus) if cpus else None,
            "entries": [entry_of(entry) for entry in list(runner.stats.entries.values())],
        }
        line = json.dumps(sample, separators=(",", ":"))
        self.packed.append(zlib.compress(line.encode(), 1))
        self.write("samples.jsonl", line + "\n", "a")

    def since(self, seq):
        start = max(0, seq)
        return [json.loads(zlib.decompress(one)) for one in self.packed[start : start + MAX_SAMPLES_PER_ANSWER]]

    def status(self, since):
        runner = self.environment.runner
        errors = sorted(runner.stats.errors.values(), key=lambda error: -error.occurrences)
        return {
            "protocol": 1,
            "run": RUN["run"],
            "locust": locust.__version__,
            "significantDigits": SIGNIFICANT_DIGITS,
            "sampleSeconds": RUN["sampleSeconds"],
            "state": runner.state,
            "startedAt": self.started_at,
            "finished": self.finished,
            "complete": self.environment.shape_class.complete,
            "workers": [worker_of(node) for node in runner.clients.all],
            "errors": [error_of(error) for error in errors[:MAX_ERRORS]],
            "samples": self.since(since),
            "lastSeq": self.seq,
        }

    def write(self, name, text, mode):
        if self.results:
            with open(os.path.join(self.results, name), mode, encoding="utf-8") as file:
                file.write(text)


def entry_of(entry):
    counted = {
        "method": entry.method or "-",
        "name": str(entry.name)[:500],
        "requests": entry.num_requests,
        "failures": entry.num_failures,
        "sumMs": entry.total_response_time,
        "times": {str(int(time_ms)): count for time_ms, count in entry.response_times.items()},
    }
    if entry.min_response_time is not None:
        counted["minMs"] = entry.min_response_time
        counted["maxMs"] = entry.max_response_time
    return counted


def worker_of(node):
    return {
        "id": node.id,
        "state": node.state,
        "users": node.user_count,
        "cpuPercent": node.cpu_usage or None,
        "memoryBytes": node.memory_usage or None,
    }


def error_of(error):
    return {
        "method": error.method or "-",
        "name": str(error.name)[:500],
        "error": error.parse_error(error.error)[:500] if error.error else "unknown",
        "occurrences": error.occurrences,
    }


def serve(web_ui, sampler):
    from flask import abort, jsonify, request

    token = RUN.get("token")

    @web_ui.app.before_request
    def only_the_portal():
        if token and not hmac.compare_digest(request.headers.get("x-slipway-token", ""), token):
            abort(403)

    @web_ui.app.route("/slipway/v1/status")
    def slipway_status():
        return jsonify(sampler.status(request.args.get("since", 0, type=int)))


def end_at_deadline():
    """By the kernel, so that nothing in Python can delay it."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(int(RUN["deadlineSeconds"]))


@events.init.add_listener
def on_init(environment, runner, web_ui, **_):
    end_at_deadline()
    for user_class in environment.user_classes:
        wanted = RUN["classes"].get(user_class.__name__)
        if wanted:
            user_class.weight = wanted["weight"]
            user_class.wait_time = constant_pacing(wanted["pacing"])
    if isinstance(runner, locust.runners.MasterRunner):
        sampler = Sampler(environment)
        environment.events.test_start.add_listener(lambda **_: sampler.start())
        if web_ui:
            serve(web_ui, sampler)
