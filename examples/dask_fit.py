#!/usr/bin/env python3
"""Fits a linear model to shards on a Dask cluster: one `fastbias accumulate` a shard, one `fastbias merge` a pair.

    dask_fit.py 'shards/*.npy' --work states --output w.npy [--scheduler tcp://host:8786] [--fastbias 'fastbias'] [-- --intercept --target y]

What follows `--` goes to `fastbias accumulate`. Without --scheduler a cluster of two workers is started on this machine.
The folders must be on a file system that all workers see. A state that is there and readable is not computed again, so that a run
that was killed goes on where it was; the bits of the result depend on the shards alone, not on workers, order or restarts.
"""
import argparse
import glob
import hashlib
import os
import shlex
import subprocess
import sys


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def accumulate(fastbias, shard, number, work, options):
    """The state of a shard; its name holds all that it depends on."""
    stamp = os.stat(shard)
    text = repr((os.path.basename(shard), stamp.st_size, stamp.st_mtime_ns, options))
    state = os.path.join(work, f"{number:08d}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.fbls")
    if not os.path.exists(state):
        run([*fastbias, "accumulate", shard, "--shard", str(number), "-o", state, *options])
    return state


def merge(fastbias, left, right, target):
    run([*fastbias, "merge", left, right, "-o", target])
    return target


def main():
    own, rest = (sys.argv[1:], [])
    if "--" in own:
        place = own.index("--")
        own, rest = own[:place], own[place + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shards", help="a pattern; the order of the names numbers the shards")
    parser.add_argument("--work", required=True, help="the folder of the states")
    parser.add_argument("--output", required=True, help="the coefficients, .npy")
    parser.add_argument("--scheduler", help="the address of a Dask scheduler")
    parser.add_argument("--fastbias", default="fastbias", help="the command")
    arguments = parser.parse_args(own)
    fastbias, files = shlex.split(arguments.fastbias), sorted(glob.glob(arguments.shards))
    if not files:
        sys.exit(f"no file matches {arguments.shards}")
    os.makedirs(arguments.work, exist_ok=True)

    from distributed import Client, LocalCluster

    cluster = None if arguments.scheduler else LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with Client(arguments.scheduler or cluster) as client:
        level = [client.submit(accumulate, fastbias, os.path.abspath(path), number, os.path.abspath(arguments.work), rest, pure=False)
                 for number, path in enumerate(files)]
        depth = 0
        while len(level) > 1:
            depth += 1
            pairs = [client.submit(merge, fastbias, level[i], level[i + 1], os.path.join(os.path.abspath(arguments.work), f"merged-{depth}-{i}.fbls"), pure=False)
                     for i in range(0, len(level) - 1, 2)]
            level = pairs + (level[-1:] if len(level) % 2 else [])
        print(run([*fastbias, "solve-state", level[0].result(), "-o", arguments.output, "--json"]), end="")
    if cluster is not None:
        cluster.close()


if __name__ == "__main__":
    main()
