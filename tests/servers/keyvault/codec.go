// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	azfake "github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets/fake"
)

// Between HTTP and the store: Microsoft's codec for single secrets, Microsoft's models for lists.
type codec struct {
	store     *store
	desk      *desk
	transport *fake.ServerTransport
}

func newCodec(store *store, desk *desk) *codec {
	c := &codec{store: store, desk: desk}
	c.transport = fake.NewServerTransport(&fake.Server{GetSecret: c.get, SetSecret: c.set, DeleteSecret: c.remove, RecoverDeletedSecret: c.recover,
		GetDeletedSecret: c.deleted})
	return c
}

// The names under which the codec knows its calls.
var calls = map[string]string{"secrets.get": "Client.GetSecret", "secrets.set": "Client.SetSecret", "secrets.delete": "Client.DeleteSecret",
	"deletedsecrets.get": "Client.GetDeletedSecret", "deletedsecrets.recover": "Client.RecoverDeletedSecret"}

type hostKey struct{}

func (c *codec) answer(request *http.Request, operation operation) ([]byte, *refusal) {
	c.store.mutex.Lock()
	defer c.store.mutex.Unlock()
	switch operation.name {
	case "secrets.list":
		return c.list(request)
	case "secrets.versions":
		return c.versions(request, operation.object)
	}
	call, known := calls[operation.name]
	if !known {
		return nil, refused(http.StatusMethodNotAllowed, "MethodNotAllowed", "not played here")
	}
	ctx := context.WithValue(request.Context(), runtime.CtxAPINameKey{}, call)
	response, err := c.transport.Do(request.WithContext(context.WithValue(ctx, hostKey{}, request.Host)))
	var problem *refusal
	if errors.As(err, &problem) {
		return nil, problem
	}
	if err != nil {
		return nil, refused(http.StatusBadRequest, "BadParameter", err.Error())
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, refused(http.StatusInternalServerError, "InternalError", err.Error())
	}
	return bytes.TrimSpace(body), nil
}

func idOf(host, collection, name, version string) *azsecrets.ID {
	text := "https://" + host + "/" + collection + "/" + url.PathEscape(name)
	if version != "" {
		text += "/" + version
	}
	return to.Ptr(azsecrets.ID(text))
}

func hostOf(ctx context.Context) string { return ctx.Value(hostKey{}).(string) }

func asSecret(host string, one *secret, v *version) azsecrets.Secret {
	s := azsecrets.Secret{ID: idOf(host, "secrets", one.name, v.id), Value: to.Ptr(v.value), ContentType: optional(v.contentType),
		Attributes: attributes(v), Tags: tagsOf(v)}
	if v.managedBy != "" {
		s.KID, s.Managed = idOf(host, "keys", v.managedBy, v.id), to.Ptr(true)
	}
	return s
}

func (c *codec) get(ctx context.Context, name, id string, _ *azsecrets.GetSecretOptions) (good azfake.Responder[azsecrets.GetSecretResponse], bad azfake.ErrorResponder) {
	one, v, problem := c.store.find(name, id)
	if problem == nil && !v.enabled {
		problem = refused(http.StatusForbidden, "Forbidden", "Operation get is not allowed on a disabled secret.")
		problem.inner = "SecretDisabled"
	}
	if problem != nil {
		bad.SetError(problem)
		return
	}
	good.SetResponse(http.StatusOK, azsecrets.GetSecretResponse{Secret: asSecret(hostOf(ctx), one, v)}, nil)
	return
}

func (c *codec) set(ctx context.Context, name string, given azsecrets.SetSecretParameters, _ *azsecrets.SetSecretOptions) (good azfake.Responder[azsecrets.SetSecretResponse], bad azfake.ErrorResponder) {
	if one := c.store.secrets[name]; one != nil && one.deleted {
		problem := refused(http.StatusConflict, "Conflict", "Secret "+name+" is currently in a deleted but recoverable state, and its name cannot be reused.")
		problem.inner = "ObjectIsDeletedButRecoverable"
		bad.SetError(problem)
		return
	}
	c.store.put(name, *given.Value)
	one := c.store.secrets[name]
	if given.ContentType != nil {
		one.latest().contentType = *given.ContentType
	}
	good.SetResponse(http.StatusOK, azsecrets.SetSecretResponse{Secret: asSecret(hostOf(ctx), one, one.latest())}, nil)
	return
}

func asDeleted(host string, one *secret) azsecrets.DeletedSecret {
	v := one.latest()
	return azsecrets.DeletedSecret{ID: idOf(host, "secrets", one.name, v.id), Attributes: attributes(v), DeletedDate: to.Ptr(v.created),
		ScheduledPurgeDate: to.Ptr(v.created.AddDate(0, 0, 90)), RecoveryID: to.Ptr("https://" + host + "/deletedsecrets/" + one.name)}
}

func (c *codec) remove(ctx context.Context, name string, _ *azsecrets.DeleteSecretOptions) (good azfake.Responder[azsecrets.DeleteSecretResponse], bad azfake.ErrorResponder) {
	one, _, problem := c.store.find(name, "")
	if problem != nil {
		bad.SetError(problem)
		return
	}
	one.deleted = true
	good.SetResponse(http.StatusOK, azsecrets.DeleteSecretResponse{DeletedSecret: asDeleted(hostOf(ctx), one)}, nil)
	return
}

func (c *codec) deleted(ctx context.Context, name string, _ *azsecrets.GetDeletedSecretOptions) (good azfake.Responder[azsecrets.GetDeletedSecretResponse], bad azfake.ErrorResponder) {
	one := c.store.secrets[name]
	if one == nil || !one.deleted {
		bad.SetError(notFound(name))
		return
	}
	good.SetResponse(http.StatusOK, azsecrets.GetDeletedSecretResponse{DeletedSecret: asDeleted(hostOf(ctx), one)}, nil)
	return
}

func (c *codec) recover(ctx context.Context, name string, _ *azsecrets.RecoverDeletedSecretOptions) (good azfake.Responder[azsecrets.RecoverDeletedSecretResponse], bad azfake.ErrorResponder) {
	one := c.store.secrets[name]
	if one == nil || !one.deleted {
		bad.SetError(notFound(name))
		return
	}
	one.deleted = false
	good.SetResponse(http.StatusOK, azsecrets.RecoverDeletedSecretResponse{Secret: asSecret(hostOf(ctx), one, one.latest())}, nil)
	return
}

func (c *codec) list(request *http.Request) ([]byte, *refusal) {
	found := []*azsecrets.SecretProperties{}
	for _, name := range c.store.order {
		if one := c.store.secrets[name]; !one.deleted {
			found = append(found, properties(request.Host, one, one.latest(), ""))
		}
	}
	return c.listed(request, found)
}

func (c *codec) versions(request *http.Request, name string) ([]byte, *refusal) {
	one, _, problem := c.store.find(name, "")
	if problem != nil {
		return nil, problem
	}
	found := []*azsecrets.SecretProperties{}
	for _, v := range one.versions {
		found = append(found, properties(request.Host, one, v, v.id))
	}
	return c.listed(request, found)
}

func properties(host string, one *secret, v *version, id string) *azsecrets.SecretProperties {
	about := &azsecrets.SecretProperties{ID: idOf(host, "secrets", one.name, id), Attributes: attributes(v), ContentType: optional(v.contentType), Tags: tagsOf(v)}
	if v.managedBy != "" {
		about.Managed = to.Ptr(true)
	}
	return about
}

func (c *codec) listed(request *http.Request, all []*azsecrets.SecretProperties) ([]byte, *refusal) {
	first, end, next := c.desk.page(request, len(all))
	body, err := json.Marshal(azsecrets.SecretPropertiesListResult{Value: all[min(first, len(all)):end], NextLink: next})
	if err != nil {
		return nil, refused(http.StatusInternalServerError, "InternalError", err.Error())
	}
	return body, nil
}
