"""Holds the names in alerts and dashboard against what an app gives when it is scraped.

Usage: python3 .ci/metrics.py MONITORING-FOLDER SCRAPE-FILE
What the cluster itself measures (kube_…, kubelet_…, container_…, up) is none of the app's.
"""
import json
import pathlib
import re
import sys

import yaml

folder, scrape = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text()
rules = yaml.safe_load((folder / "prometheus-rules.yaml").read_text())
queries = [rule["expr"] for group in rules["spec"]["groups"] for rule in group["rules"]]
panels = json.loads((folder / "grafana-dashboard.json").read_text())["panels"]
queries += [target["expr"] for panel in panels for target in panel.get("targets", [])]

samples = re.findall(r"^([a-zA-Z_:][\w:]*)(\{.*?\})? ", scrape, re.M)
given = {name for name, _ in samples}
labels = {label for _, text in samples for label in re.findall(r"(\w+)=", text)}
ours = re.compile(r"\b((?:http|dotnet|process|kestrel|aspnetcore)_\w+)\s*[{\[]")
wanted = {name for query in queries for name in ours.findall(query)}
patterns = {pattern for query in queries for pattern in re.findall(r'__name__=~"([^"]+)"', query)}
of_requests = {label for query in queries for label in re.findall(r"[{,](http_\w+|code|endpoint)[=!]", query)}

missing = sorted(wanted - given)
missing += sorted(pattern for pattern in patterns if not any(re.fullmatch(pattern, name) for name in given))
missing += sorted(of_requests - labels)
print(f"{len(wanted) + len(patterns)} metrics and {len(of_requests)} labels in {len(queries)} queries; missing: {', '.join(missing) or 'none'}")
sys.exit(1 if missing or not wanted or not of_requests else 0)
