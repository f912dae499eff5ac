// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later

package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A call that is not answered, as the service says it.
type refusal struct {
	status               int
	code, inner, message string
	headers              map[string]string
	bare                 bool
}

func refused(status int, code, message string) *refusal {
	return &refusal{status: status, code: code, message: message, headers: map[string]string{}}
}

func (r *refusal) Error() string { return r.code }

func (r *refusal) body() []byte {
	if r.bare {
		return nil
	}
	about := map[string]any{"code": r.code, "message": r.message}
	if r.inner != "" {
		about["innererror"] = map[string]string{"code": r.inner}
	}
	body, _ := json.Marshal(map[string]any{"error": about})
	return body
}

// What a path asks for.
type operation struct {
	collection, object, part, name string
}

var paths = regexp.MustCompile(`^/(secrets|deletedsecrets|keys|certificates)(?:/([^/]+)(?:/([^/]*))?)?/?$`)

func operationOf(request *http.Request) operation {
	found := paths.FindStringSubmatch(request.URL.Path)
	if found == nil {
		return operation{name: "unknown"}
	}
	o := operation{collection: found[1], object: found[2], part: found[3]}
	verb := map[string]string{"GET": "get", "PUT": "set", "DELETE": "delete", "PATCH": "update", "POST": "recover"}[request.Method]
	switch {
	case o.object == "":
		verb = "list"
	case o.part == "versions":
		verb = "versions"
	}
	o.name = o.collection + "." + verb
	return o
}

func checkVersion(version string) *refusal {
	known := []string{"7.0", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "2025-07-01", "2026-04-01"}
	if version == "" {
		return refused(http.StatusBadRequest, "BadParameter", "api-version must be specified")
	}
	if !slices.Contains(known, version) {
		return refused(http.StatusBadRequest, "BadParameter", "The specified version ("+version+") is not recognized.")
	}
	return nil
}

type fault struct {
	times, status            int
	code, operation, message string
}

// What a test can order, and what it can count.
type desk struct {
	mutex                          sync.Mutex
	counts, refusals               map[string]int
	faults                         []*fault
	authority, resource, challenge string
	retryAfter, nextLink, inner    string
	claimsTimes, pageSize          int
	claims                         string
	emptyPages                     bool
}

func newDesk(authority, resource string) *desk {
	return &desk{counts: map[string]int{}, refusals: map[string]int{}, authority: authority, resource: resource, pageSize: 25,
		challenge: `Bearer authorization="{authority}", resource="{resource}"`}
}

func (d *desk) asked(operation string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.counts[operation]++
}

func (d *desk) refusedWith(code string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.refusals[code]++
}

func (d *desk) take(operation string) *refusal {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	for _, one := range d.faults {
		if one.times > 0 && (one.operation == "*" || one.operation == operation) {
			one.times--
			problem := refused(one.status, one.code, one.message)
			problem.bare = one.code == "-"
			if d.retryAfter != "" {
				problem.headers["Retry-After"] = d.retryAfter
			}
			return problem
		}
	}
	return nil
}

// challenged tells who may sign in where.
func (d *desk) challenged(problem *refusal) *refusal {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	problem.headers["WWW-Authenticate"] = strings.NewReplacer("{authority}", d.authority, "{resource}", d.resource).Replace(d.challenge)
	return problem
}

// claimsWanted asks for a token with more in it (continuous access evaluation).
func (d *desk) claimsWanted() *refusal {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.claimsTimes == 0 {
		return nil
	}
	d.claimsTimes--
	problem := refused(http.StatusUnauthorized, "Unauthorized", "AKV10162: the token lacks claims")
	problem.headers["WWW-Authenticate"] = fmt.Sprintf(`Bearer authorization="%s", resource="%s", error="insufficient_claims", claims="%s"`,
		d.authority, d.resource, base64.StdEncoding.EncodeToString([]byte(d.claims)))
	return problem
}

func (d *desk) forbidden() *refusal {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.inner == "" {
		return nil
	}
	problem := refused(http.StatusForbidden, "Forbidden", "The caller is not authorized to perform the action on the resource.")
	problem.inner = d.inner
	return problem
}

func (d *desk) order(words []string) error {
	if len(words) < 2 {
		return errors.New("fail TIMES STATUS [CODE [OPERATION [MESSAGE]]]")
	}
	times, err := strconv.Atoi(words[0])
	status, other := strconv.Atoi(words[1])
	words = append(words, "-", "*")
	one := &fault{times: times, status: status, code: words[2], operation: "*", message: "made to fail by a test"}
	if len(words) > 5 {
		one.operation = words[3]
	}
	if len(words) > 6 {
		one.message = strings.Join(words[4:len(words)-2], " ")
	}
	d.faults = append(d.faults, one)
	return errors.Join(err, other)
}

func (d *desk) heal() {
	d.faults, d.retryAfter, d.nextLink, d.inner, d.claimsTimes, d.emptyPages, d.pageSize = nil, "", "", "", 0, false, 25
	d.challenge = newDesk("", "").challenge
}

// commands of the control port; each answers a value for JSON.
func (p *program) commands() map[string]func([]string) (any, error) {
	d := p.desk
	locked := func(act func(words []string) error) func([]string) (any, error) {
		return func(words []string) (any, error) {
			d.mutex.Lock()
			defer d.mutex.Unlock()
			return nil, act(words)
		}
	}
	text := func(target *string) func([]string) (any, error) {
		return locked(func(words []string) error { *target = strings.Join(words, " "); return nil })
	}
	number := func(target *int) func([]string) (any, error) {
		return locked(func(words []string) (err error) { *target, err = strconv.Atoi(words[0]); return })
	}
	return map[string]func([]string) (any, error){
		"up":           func([]string) (any, error) { return nil, p.up() },
		"down":         func([]string) (any, error) { p.down(); return nil, nil },
		"counts":       func([]string) (any, error) { return d.report(), nil },
		"reset-counts": locked(func([]string) error { clear(d.counts); clear(d.refusals); return nil }),
		"fail":         locked(d.order),
		"heal":         locked(func([]string) error { d.heal(); return nil }),
		"challenge":    text(&d.challenge),
		"retry-after":  text(&d.retryAfter),
		"next-link":    text(&d.nextLink),
		"forbid":       text(&d.inner),
		"page-size":    number(&d.pageSize),
		"clock":        number(&p.tokens.offsetS),
		"empty-pages":  locked(func(words []string) error { d.emptyPages = words[0] == "on"; return nil }),
		"claims": locked(func(words []string) (err error) {
			d.claimsTimes, err = strconv.Atoi(words[0])
			d.claims = strings.Join(words[1:], " ")
			return
		}),
		"put":    p.store.command(func(words []string) any { return p.store.put(words[0], strings.Join(words[1:], " ")) }),
		"delete": p.store.command(func(words []string) any { p.store.secrets[words[0]].deleted = true; return nil }),
		"fill":   p.store.command(func(words []string) any { return p.store.fill(words[0]) }),
	}
}

func (d *desk) report() any {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	counts, refusals := map[string]int{}, map[string]int{}
	for name, number := range d.counts {
		counts[name] = number
	}
	for name, number := range d.refusals {
		refusals[name] = number
	}
	return map[string]any{"counts": counts, "refused": refusals}
}

// page cuts a list as the service does: at most maxresults, and an address for the rest.
func (d *desk) page(request *http.Request, length int) (first, end int, next *string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	query := request.URL.Query()
	size := d.pageSize
	if asked, err := strconv.Atoi(query.Get("maxresults")); err == nil && asked < size {
		size = asked
	}
	first, _ = strconv.Atoi(query.Get("$skiptoken"))
	end = min(first+size, length)
	if d.emptyPages && query.Get("$skiptoken") == "" {
		end = first
	}
	if d.nextLink != "" {
		link := d.nextLink
		return first, end, &link
	}
	if end < length {
		query.Set("$skiptoken", strconv.Itoa(end))
		link := "https://" + request.Host + request.URL.Path + "?" + query.Encode()
		return first, end, &link
	}
	return first, end, nil
}
