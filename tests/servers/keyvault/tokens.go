// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later

package main

import (
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// The check of access tokens: signature, issuer, audience, time.
type tokens struct {
	settings settings
	cached   map[string]*rsa.PublicKey
	offsetS  int // how far the vault's clock is off
}

func (t *tokens) now() time.Time { return time.Now().Add(time.Duration(t.offsetS) * time.Second) }

func unauthorized(message string) *refusal {
	return refused(http.StatusUnauthorized, "Unauthorized", message)
}

func (t *tokens) check(header string) *refusal {
	text, isBearer := strings.CutPrefix(header, "Bearer ")
	if !isBearer {
		return unauthorized("AKV10000: Request is missing a Bearer or PoP token.")
	}
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(text, claims, t.keyFor, jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuer(t.settings.issuer),
		jwt.WithAudience(t.settings.resource), jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithTimeFunc(t.now))
	if err != nil {
		return unauthorized("AKV10032: Invalid token: " + strings.ReplaceAll(err.Error(), text, "..."))
	}
	if claims["tid"] == nil || claims["oid"] == nil {
		return unauthorized("AKV10032: Invalid token: tid and oid are required")
	}
	return nil
}

// keyFor asks the issuer for its keys once, and again when there is a key that was not known.
func (t *tokens) keyFor(token *jwt.Token) (any, error) {
	id, _ := token.Header["kid"].(string)
	if key := t.cached[id]; key != nil {
		return key, nil
	}
	var err error
	if t.cached, err = t.fetchKeys(); err != nil {
		return nil, err
	}
	if key := t.cached[id]; key != nil {
		return key, nil
	}
	return nil, errors.New("the token was signed with a key that the issuer does not know")
}

func (t *tokens) fetchKeys() (map[string]*rsa.PublicKey, error) {
	pem, err := os.ReadFile(t.settings.keysCA)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}}
	answer, err := client.Get(t.settings.keys)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var set struct {
		Keys []struct{ Kid, Kty, N, E string }
	}
	if err := json.NewDecoder(answer.Body).Decode(&set); err != nil {
		return nil, err
	}
	keys := map[string]*rsa.PublicKey{}
	for _, one := range set.Keys {
		modulus, err := base64.RawURLEncoding.DecodeString(one.N)
		exponent, other := base64.RawURLEncoding.DecodeString(one.E)
		if one.Kty == "RSA" && err == nil && other == nil {
			keys[one.Kid] = &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(new(big.Int).SetBytes(exponent).Int64())}
		}
	}
	return keys, nil
}
