// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A key vault for tests. What crosses the wire for secrets is written and read by Microsoft's own generated codec (azsecrets/fake); tokens are
// checked by golang-jwt with the keys of the server that issued them. What is stored, and how calls are refused, is ours.
package main

import (
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

type settings struct {
	authority, issuer, keys, keysCA, resource, certificate, key string
	port, tlsPort, control                                      int
}

// The whole program: what all connections share.
type program struct {
	settings settings
	desk     *desk
	store    *store
	tokens   *tokens
	codec    *codec
	contract *contract
	mutex    sync.Mutex
	servers  []*http.Server
}

func loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

func (p *program) up() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if len(p.servers) > 0 {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(p.settings.certificate, p.settings.key)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp4", loopback(p.settings.tlsPort))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(p.answer), ReadHeaderTimeout: 30 * time.Second}
	p.servers = []*http.Server{server}
	go func() {
		_ = server.Serve(tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}))
	}()
	return nil
}

func (p *program) down() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, server := range p.servers {
		_ = server.Close()
	}
	p.servers = nil
}

// answer goes the way of the real service: who asks, what for, is it allowed, and only then the answer.
func (p *program) answer(writer http.ResponseWriter, request *http.Request) {
	operation := operationOf(request)
	p.desk.asked(operation.name)
	log.Println(request.Method, request.URL.Path)
	if problem := p.judge(request, operation); problem != nil {
		p.refuse(writer, problem)
		return
	}
	body, problem := p.content(request, operation)
	if problem != nil {
		p.refuse(writer, problem)
		return
	}
	writer.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = writer.Write(body)
}

func (p *program) judge(request *http.Request, operation operation) *refusal {
	if fault := p.desk.take(operation.name); fault != nil {
		return fault
	}
	if problem := p.tokens.check(request.Header.Get("Authorization")); problem != nil {
		return p.desk.challenged(problem)
	}
	if problem := p.desk.claimsWanted(); problem != nil {
		return problem
	}
	if problem := checkVersion(request.URL.Query().Get("api-version")); problem != nil {
		return problem
	}
	return p.desk.forbidden()
}

func (p *program) content(request *http.Request, operation operation) ([]byte, *refusal) {
	switch operation.collection {
	case "secrets", "deletedsecrets":
		return p.codec.answer(request, operation)
	case "keys", "certificates":
		return p.contract.answer(request, operation)
	}
	return nil, refused(http.StatusNotFound, "NotFound", "no such path")
}

func (p *program) refuse(writer http.ResponseWriter, problem *refusal) {
	p.desk.refusedWith(problem.code)
	for name, value := range problem.headers {
		writer.Header().Set(name, value)
	}
	writer.Header().Set("Content-Type", "application/json; charset=utf-8")
	writer.WriteHeader(problem.status)
	_, _ = writer.Write(problem.body())
}

func readSettings() settings {
	var s settings
	for name, target := range map[string]*string{"authority": &s.authority, "issuer": &s.issuer, "keys": &s.keys, "keys-ca": &s.keysCA,
		"resource": &s.resource, "certificate": &s.certificate, "key": &s.key} {
		flag.StringVar(target, name, "", "")
	}
	for name, target := range map[string]*int{"port": &s.port, "tls-port": &s.tlsPort, "control": &s.control} {
		flag.IntVar(target, name, 0, "")
	}
	flag.Parse()
	return s
}

// serveControl is the door for server.py alone: POST /COMMAND with a JSON array of words.
func (p *program) serveControl() error {
	commands := p.commands()
	handler := func(writer http.ResponseWriter, request *http.Request) {
		var words []string
		_ = json.NewDecoder(request.Body).Decode(&words)
		command, known := commands[strings.TrimPrefix(request.URL.Path, "/")]
		answer, err := any(nil), fmt.Errorf("unknown command")
		if known {
			answer, err = command(words)
		}
		if err != nil {
			writer.WriteHeader(http.StatusBadRequest)
			answer = map[string]string{"error": err.Error()}
		}
		if answer == nil {
			answer = map[string]string{}
		}
		_ = json.NewEncoder(writer).Encode(answer)
	}
	return http.ListenAndServe(loopback(p.settings.control), http.HandlerFunc(handler))
}

func main() {
	s := readSettings()
	p := &program{settings: s, desk: newDesk(s.authority, s.resource), tokens: &tokens{settings: s}}
	p.store = newStore()
	p.codec, p.contract = newCodec(p.store, p.desk), newContract(p.desk)
	p.store.secrets["site"].latest().id = p.contract.version
	if err := p.up(); err != nil {
		log.Fatal(err)
	}
	log.Fatal(p.serveControl())
}
