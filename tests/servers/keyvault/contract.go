// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later

package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"time"
)

// Keys and certificates: no codec of Microsoft's is here for them, so the wire format is ours. One of each, called "site".
type contract struct {
	desk        *desk
	version     string
	key         *rsa.PrivateKey
	certificate []byte
	made        time.Time
}

func newContract(desk *desk) *contract {
	key, _ := rsa.GenerateKey(rand.Reader, 2048)
	now := time.Now().UTC().Truncate(time.Second)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "site"}, NotBefore: now, NotAfter: now.AddDate(1, 0, 0)}
	certificate, _ := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return &contract{desk: desk, version: newID(), key: key, certificate: certificate, made: now}
}

func (c *contract) answer(request *http.Request, operation operation) ([]byte, *refusal) {
	id := "https://" + request.Host + "/" + operation.collection + "/site"
	switch {
	case operation.object == "":
		return c.listed(request, operation, id)
	case operation.object != "site" || (operation.part != "" && operation.part != c.version && operation.part != "versions"):
		what := map[string]string{"keys": "KeyNotFound", "certificates": "CertificateNotFound"}[operation.collection]
		return nil, refused(http.StatusNotFound, what, "A "+operation.collection+" object with (name/id) "+operation.object+" was not found in this key vault.")
	case operation.part == "versions":
		return c.listed(request, operation, id+"/"+c.version)
	case operation.collection == "keys":
		return encoded(map[string]any{"key": c.jwk(id + "/" + c.version), "attributes": c.attributes()})
	}
	return encoded(c.bundle(request.Host, id+"/"+c.version))
}

func encoded(value any) ([]byte, *refusal) {
	body, err := json.Marshal(value)
	if err != nil {
		return nil, refused(http.StatusInternalServerError, "InternalError", err.Error())
	}
	return body, nil
}

func (c *contract) attributes() map[string]any {
	return map[string]any{"enabled": true, "created": c.made.Unix(), "updated": c.made.Unix(), "recoveryLevel": "Recoverable+Purgeable"}
}

func (c *contract) jwk(id string) map[string]any {
	exponent := big.NewInt(int64(c.key.E)).Bytes()
	return map[string]any{"kid": id, "kty": "RSA", "n": base64.RawURLEncoding.EncodeToString(c.key.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(exponent), "key_ops": []string{"sign", "verify"}}
}

func (c *contract) bundle(host, id string) map[string]any {
	thumbprint := sha1.Sum(c.certificate)
	return map[string]any{"id": id, "kid": "https://" + host + "/keys/site/" + c.version, "sid": "https://" + host + "/secrets/site/" + c.version,
		"x5t": base64.RawURLEncoding.EncodeToString(thumbprint[:]), "cer": base64.StdEncoding.EncodeToString(c.certificate),
		"attributes": c.attributes(), "policy": map[string]any{"id": "https://" + host + "/certificates/site/policy",
			"secret_props": map[string]string{"contentType": "application/x-pem-file"}}}
}

func (c *contract) listed(request *http.Request, operation operation, id string) ([]byte, *refusal) {
	name := map[string]string{"keys": "kid", "certificates": "id"}[operation.collection]
	all := []any{map[string]any{name: id, "attributes": c.attributes()}}
	first, end, next := c.desk.page(request, len(all))
	return encoded(map[string]any{"value": all[min(first, len(all)):end], "nextLink": next})
}
