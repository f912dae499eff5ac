// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later

package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets"
)

// One version of a secret.
type version struct {
	id, value, contentType string
	tags                   map[string]string
	enabled                bool
	notBefore, expires     *time.Time
	created                time.Time
	managedBy              string // the certificate that it belongs to
}

type secret struct {
	name     string
	versions []*version
	deleted  bool
}

func (s *secret) latest() *version { return s.versions[len(s.versions)-1] }

// The secrets of the vault.
type store struct {
	mutex   sync.Mutex
	secrets map[string]*secret
	order   []string
}

func newStore() *store {
	s := &store{secrets: map[string]*secret{}}
	past, future := time.Now().Add(-48*time.Hour), time.Now().Add(48*time.Hour)
	s.put("text", "plain text value")
	s.put("json", `{"user":"ada","password":"pässword","port":5432}`)
	s.put("unicode", "Grüße, 世界 🔑\n\tsecond line")
	for _, value := range []string{"first", "second", "third"} {
		s.put("versions", value)
	}
	s.put("disabled", "nobody reads this")
	s.secrets["disabled"].latest().enabled = false
	s.put("expired", "still read")
	s.secrets["expired"].latest().expires = &past
	s.put("future", "read already")
	s.secrets["future"].latest().notBefore = &future
	s.put("gone", "was deleted")
	s.secrets["gone"].deleted = true
	s.put("site", "-----BEGIN PRIVATE KEY-----\n(of the certificate)\n-----END PRIVATE KEY-----\n")
	s.secrets["site"].latest().contentType, s.secrets["site"].latest().managedBy = "application/x-pem-file", "site"
	return s
}

func newID() string {
	bytes := make([]byte, 16)
	_, _ = rand.Read(bytes)
	return hex.EncodeToString(bytes)
}

func (s *store) put(name, value string) any {
	one := s.secrets[name]
	if one == nil {
		one = &secret{name: name}
		s.secrets[name] = one
		s.order = append(s.order, name)
		slices.Sort(s.order)
	}
	added := &version{id: newID(), value: value, enabled: true, created: time.Now().UTC().Truncate(time.Second)}
	one.versions = append(one.versions, added)
	return map[string]string{"version": added.id}
}

func (s *store) fill(words string) any {
	number, _ := strconv.Atoi(words)
	for i := range number {
		s.put(fmt.Sprintf("fill-%04d", i), fmt.Sprintf("value of fill-%04d", i))
	}
	return nil
}

// command wraps what a test does to the store.
func (s *store) command(act func(words []string) any) func([]string) (any, error) {
	return func(words []string) (answer any, err error) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		defer func() {
			if problem := recover(); problem != nil {
				err = fmt.Errorf("%v", problem)
			}
		}()
		return act(words), nil
	}
}

func notFound(name string) *refusal {
	return refused(http.StatusNotFound, "SecretNotFound", "A secret with (name/id) "+name+" was not found in this key vault. If you recently deleted "+
		"this secret you may be able to recover it using the correct recovery command.")
}

// find answers a secret that can be read, and the version asked for.
func (s *store) find(name, id string) (*secret, *version, *refusal) {
	one := s.secrets[name]
	if one == nil || one.deleted {
		return nil, nil, notFound(name)
	}
	if id == "" {
		return one, one.latest(), nil
	}
	for _, candidate := range one.versions {
		if candidate.id == id {
			return one, candidate, nil
		}
	}
	return nil, nil, notFound(name + "/" + id)
}

func attributes(v *version) *azsecrets.SecretAttributes {
	return &azsecrets.SecretAttributes{Enabled: to.Ptr(v.enabled), Created: to.Ptr(v.created), Updated: to.Ptr(v.created), Expires: v.expires,
		NotBefore: v.notBefore, RecoveryLevel: to.Ptr("Recoverable+Purgeable"), RecoverableDays: to.Ptr(int32(90))}
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func tagsOf(v *version) map[string]*string {
	tags := map[string]*string{}
	for name, value := range v.tags {
		tags[name] = to.Ptr(value)
	}
	return tags
}
