#!/bin/sh
# Submits a batch to a cluster as a job, so that it goes on when this terminal is closed:
#     deploy/ray-job.sh http://10.0.0.1:8265 's3://archive/2018/*.warc.gz' s3://records/2018
# Submitted again after a crash, it goes on where it stopped. A job in which a report failed ends with exit code 1, which
# Ray calls failed; what was read is there all the same. Needs ray[default] here and on the head of the cluster.
set -eu
dashboard=$1 input=$2 output=$3
export RAY_AUTH_MODE=token # the token lies in ~/.ray/auth_token, or in RAY_AUTH_TOKEN

ray job submit --address "$dashboard" -- communique batch "$input" --output "$output" --engine ray --cluster auto
