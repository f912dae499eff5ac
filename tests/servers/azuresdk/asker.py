# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks with Microsoft's own clients. It runs in their virtual environment; one JSON argument says who asks where and what:

{"authority": URL, "tenant": ID, "ca": FILE, "vault": URL, "credential": {"kind": ..., ...}, "questions": [["get", NAME, VERSION], ...]}

Each answer is one line of JSON, in the order of the questions. A device code is told in a line {"userCode": ...} before them. Managed
identities find their service by the client's own variables, the Azure CLI is the `az` in PATH, the browser is the command in BROWSER.
"""

import json
import sys

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import (AzureCliCredential, CertificateCredential, ClientSecretCredential, DeviceCodeCredential,
                            InteractiveBrowserCredential, ManagedIdentityCredential, WorkloadIdentityCredential)
from azure.keyvault.certificates import CertificateClient
from azure.keyvault.keys import KeyClient
from azure.keyvault.secrets import SecretClient


def tell(answer: object) -> None:
    print(json.dumps(answer), flush=True)


def credential(plan: dict):
    """The client's own object for the kind of credential."""
    about = plan["credential"]
    where = {"authority": plan.get("authority"), "disable_instance_discovery": True, "connection_verify": plan["ca"], "retry_total": 0}
    who = {"tenant_id": plan.get("tenant"), "client_id": about.get("clientId")}
    match about["kind"]:
        case "secret":
            return ClientSecretCredential(client_secret=about["secret"], **who, **where)
        case "certificate":
            return CertificateCredential(certificate_path=about["path"], password=about.get("password"), **who, **where)
        case "federated":
            return WorkloadIdentityCredential(token_file_path=about["path"], **who, **where)
        case "managed":
            return ManagedIdentityCredential(client_id=about.get("clientId") or None, connection_verify=plan["ca"], retry_total=0)
        case "device":
            return DeviceCodeCredential(prompt_callback=lambda uri, code, _: tell({"userCode": code, "uri": uri}), **who, **where)
        case "browser":
            return InteractiveBrowserCredential(timeout=30, **who, **where)
        case "cli":
            return AzureCliCredential(tenant_id=about.get("tenant", ""))
    raise ValueError(about["kind"])


class Asker:
    """One credential, three clients."""

    def __init__(self, plan: dict) -> None:
        settings = {"vault_url": plan.get("vault", "https://none.vault.azure.net"), "credential": credential(plan),
                    "connection_verify": plan["ca"],
                    "verify_challenge_resource": plan.get("verifyResource", False), "retry_total": plan.get("retries", 0)}
        self._credential = settings["credential"]
        self._secrets, self._keys, self._certificates = SecretClient(**settings), KeyClient(**settings), CertificateClient(**settings)

    def answer(self, word: str, *words: str) -> object:
        match word:
            case "token":
                return {"token": self._credential.get_token(*words).token}
            case "get":
                found = self._secrets.get_secret(*words)
                about = found.properties
                return {"value": found.value, "id": found.id, "version": about.version, "contentType": about.content_type,
                        "enabled": about.enabled, "managed": about.managed, "key": about.key_id, "recovery": about.recovery_level}
            case "list":
                return {"names": [one.name for one in self._secrets.list_properties_of_secrets()]}
            case "versions":
                return {"versions": [one.version for one in self._secrets.list_properties_of_secret_versions(*words)]}
            case "set":
                return {"version": self._secrets.set_secret(*words).properties.version}
            case "delete":
                return {"name": self._secrets.begin_delete_secret(*words).result().name}
            case "key":
                found = self._keys.get_key(*words)
                return {"id": found.id, "type": str(found.key_type.value), "bits": len(found.key.n) * 8}
            case "certificate":
                found = self._certificates.get_certificate(*words)
                return {"id": found.id, "secret": found.secret_id, "key": found.key_id, "der": found.cer.hex()}
            case "certificates":
                return {"names": [one.name for one in self._certificates.list_properties_of_certificates()]}
            case "keys":
                return {"names": [one.name for one in self._keys.list_properties_of_keys()]}
        raise ValueError(word)


def told(problem: Exception) -> dict:
    """The client's own view of what went wrong."""
    report = {"error": type(problem).__name__, "message": str(problem)[:600]}
    if isinstance(problem, HttpResponseError) and not isinstance(problem, ClientAuthenticationError):
        inner = getattr(problem.error, "innererror", None) or {}
        report.update(status=problem.status_code, code=getattr(problem.error, "code", None), inner=inner.get("code"))
    elif isinstance(problem, ClientAuthenticationError):
        report.update(status=getattr(problem, "status_code", None))
    return report


def main() -> None:
    plan = json.loads(sys.argv[1])
    asker = Asker(plan)
    for question in plan["questions"]:
        try:
            tell(asker.answer(*question))
        except Exception as problem:  # whatever the client raises is its answer
            tell(told(problem))


if __name__ == "__main__":
    main()
