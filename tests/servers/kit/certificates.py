# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate authority of our own for one test run, made by the openssl program."""

import hashlib
import ipaddress
import os
import pathlib
import ssl
import subprocess

from kit.places import ServerError


def _openssl(folder: pathlib.Path, *arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, check=False,
                          env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8"})
    if done.returncode != 0:
        raise ServerError(f"openssl {arguments[0]} failed: {done.stderr.strip()}")


def _alternative_name(host: str) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return f"DNS:{host}"
    return f"IP:{host}"


class Authority:
    """Files NAME-ca.pem and NAME-ca.key in a folder, and what it issues beside them."""

    def __init__(self, folder: pathlib.Path, name: str) -> None:
        self._folder, self._name = folder, name
        self.file = folder / f"{name}-ca.pem"
        self._key = folder / f"{name}-ca.key"
        _openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                 "-nodes", "-days", "2", "-subj", f"/CN=Sallyport test authority {name}",
                 "-addext", "basicConstraints=critical,CA:TRUE",
                 "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                 "-keyout", self._key.name, "-out", self.file.name)
        self._key.chmod(0o600)

    def issue(self, stem: str, hosts: list[str], usage: str) -> tuple[pathlib.Path, pathlib.Path]:
        """A certificate and its key; usage is serverAuth or clientAuth."""
        certificate, key = self._folder / f"{stem}.pem", self._folder / f"{stem}.key"
        request, extensions = self._folder / f"{stem}.csr", self._folder / f"{stem}.ext"
        lines = ["basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature",
                 f"extendedKeyUsage={usage}"]
        if hosts:
            lines.append("subjectAltName=" + ",".join(map(_alternative_name, hosts)))
        extensions.write_text("\n".join(lines) + "\n", encoding="ascii")
        _openssl(self._folder, "req", "-new", "-newkey", "ec", "-pkeyopt",
                 "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={stem}",
                 "-keyout", key.name, "-out", request.name)
        _openssl(self._folder, "x509", "-req", "-in", request.name, "-CA", self.file.name,
                 "-CAkey", self._key.name, "-CAcreateserial", "-days", "2",
                 "-extfile", extensions.name, "-out", certificate.name)
        key.chmod(0o600)
        request.unlink()
        extensions.unlink()
        return certificate, key


def client_file(folder: pathlib.Path, stem: str) -> tuple[pathlib.Path, pathlib.Path]:
    """An RSA key with a certificate that it signed itself, as clients prove themselves with: STEM.crt, STEM.key and both as STEM.pem."""
    certificate, key, both = folder / f"{stem}.crt", folder / f"{stem}.key", folder / f"{stem}.pem"
    _openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={stem}", "-keyout", key.name,
             "-out", certificate.name)
    both.touch(mode=0o600)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    key.chmod(0o600)
    return certificate, key


def thumbprint(certificate: pathlib.Path) -> str:
    """SHA-1 of its DER, as Windows and Azure show it."""
    return hashlib.sha1(ssl.PEM_cert_to_DER_cert(certificate.read_text(encoding="ascii"))).hexdigest().upper()


def protected(both: pathlib.Path, password: str) -> dict[str, pathlib.Path]:
    """What client_file made, protected by a password in each way that is in use: `pem` (PKCS #8), `pfx` (PKCS #12), and `old`, PKCS #12
    with the RC2 that OpenSSL 3 no longer opens by itself."""
    made = {kind: both.with_suffix(f".{kind}.pem" if kind == "pem" else f".{kind}.pfx") for kind in ("pem", "pfx", "old")}
    folder, secret, certificate = both.parent, ("-passout", f"pass:{password}"), both.with_suffix(".crt").read_bytes()
    _openssl(folder, "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-in", both.name, "-out", made["pem"].name, *secret)
    made["pem"].write_bytes(made["pem"].read_bytes() + certificate)
    _openssl(folder, "pkcs12", "-export", "-in", both.name, "-out", made["pfx"].name, *secret)
    _openssl(folder, "pkcs12", "-export", "-legacy", "-certpbe", "PBE-SHA1-RC2-40", "-in", both.name, "-out", made["old"].name, *secret)
    return made
