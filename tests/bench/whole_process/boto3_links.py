# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""boto3_links.py ADDRESS batch|single THREADS COUNT: reads COUNT AWS secrets with the vendor's library. Prints {"ms":...}.

Runs with the interpreter of the botocore environment. Import and the making of the client do not count.
"""

import concurrent.futures
import json
import sys
import time

import boto3
from botocore.config import Config

PER_CALL = 20


def main() -> None:
    address, how, threads, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    client = boto3.client("secretsmanager", endpoint_url=address, region_name="us-east-1", aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
                          aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", config=Config(max_pool_connections=threads))
    names = [f"s{number}" for number in range(count)]

    def batch(first: int) -> list[str]:
        found = client.batch_get_secret_value(SecretIdList=names[first:first + PER_CALL])
        return [secret["SecretString"] for secret in found["SecretValues"]]

    def single(number: int) -> list[str]:
        return [client.get_secret_value(SecretId=names[number])["SecretString"]]

    started = time.perf_counter()
    if threads == 1:
        values = [value for number in range(0, count, PER_CALL if how == "batch" else 1)
                  for value in (batch if how == "batch" else single)(number)]
    else:
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            parts = pool.map(batch if how == "batch" else single, range(0, count, PER_CALL if how == "batch" else 1))
            values = [value for part in parts for value in part]
    ms = (time.perf_counter() - started) * 1000
    assert values == [f"s3cr3t-of-{name}" for name in names], "a secret is missing or wrong"
    print(json.dumps({"ms": ms}))


if __name__ == "__main__":
    main()
