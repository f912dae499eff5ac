// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks HCP Vault Secrets with the vendor's own client. The addresses and the credential come from the client's own variables.
// Each word is one question: open:NAME, version:NAME:N, all, whoami. Each answer is one line of JSON: the client's own value, or the error
// with its status.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/go-openapi/runtime"
	iam "github.com/hashicorp/hcp-sdk-go/clients/cloud-iam/stable/2019-12-10/client/iam_service"
	vault "github.com/hashicorp/hcp-sdk-go/clients/cloud-vault-secrets/stable/2023-11-28/client/secret_service"
	"github.com/hashicorp/hcp-sdk-go/config"
	"github.com/hashicorp/hcp-sdk-go/httpclient"
)

type asker struct {
	secrets           vault.ClientService
	identity          iam.ClientService
	organization, app string
	project           string
}

func newAsker() (*asker, error) {
	settings, err := config.NewHCPConfig(config.FromEnv())
	if err != nil {
		return nil, err
	}
	transport, err := httpclient.New(httpclient.Config{HCPConfig: settings})
	if err != nil {
		return nil, err
	}
	return &asker{vault.New(transport, nil), iam.New(transport, nil), os.Getenv("HCP_ORGANIZATION_ID"), os.Getenv("SALLYPORT_APP"),
		os.Getenv("HCP_PROJECT_ID")}, nil
}

func (a *asker) open(name string) (any, error) {
	answer, err := a.secrets.OpenAppSecret(vault.NewOpenAppSecretParams().WithOrganizationID(a.organization).WithProjectID(a.project).
		WithAppName(a.app).WithSecretName(name), nil)
	if err != nil {
		return nil, err
	}
	return answer.Payload, nil
}

func (a *asker) version(name, number string) (any, error) {
	version, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return nil, err
	}
	answer, err := a.secrets.OpenAppSecretVersion(vault.NewOpenAppSecretVersionParams().WithOrganizationID(a.organization).
		WithProjectID(a.project).WithAppName(a.app).WithSecretName(name).WithVersion(version), nil)
	if err != nil {
		return nil, err
	}
	return answer.Payload, nil
}

// all follows the pages as the client's users do.
func (a *asker) all() (any, error) {
	names := []string{}
	for token := (*string)(nil); ; {
		answer, err := a.secrets.OpenAppSecrets(vault.NewOpenAppSecretsParams().WithOrganizationID(a.organization).WithProjectID(a.project).
			WithAppName(a.app).WithPaginationNextPageToken(token), nil)
		if err != nil {
			return nil, err
		}
		for _, secret := range answer.Payload.Secrets {
			names = append(names, secret.Name)
		}
		if answer.Payload.Pagination == nil || answer.Payload.Pagination.NextPageToken == "" {
			return map[string]any{"names": names}, nil
		}
		token = &answer.Payload.Pagination.NextPageToken
	}
}

func (a *asker) whoami() (any, error) {
	answer, err := a.identity.IamServiceGetCallerIdentity(iam.NewIamServiceGetCallerIdentityParams(), nil)
	if err != nil {
		return nil, err
	}
	return answer.Payload, nil
}

func (a *asker) answer(question string) (any, error) {
	words := strings.Split(question, ":")
	switch {
	case words[0] == "open" && len(words) == 2:
		return a.open(words[1])
	case words[0] == "version" && len(words) == 3:
		return a.version(words[1], words[2])
	case question == "all":
		return a.all()
	case question == "whoami":
		return a.whoami()
	}
	return nil, fmt.Errorf("unknown question %q", question)
}

func told(problem error) map[string]any {
	report := map[string]any{"error": problem.Error()}
	var status runtime.ClientResponseStatus
	if errors.As(problem, &status) {
		for _, code := range []int{400, 401, 403, 404, 429, 500, 503} {
			if status.IsCode(code) {
				report["status"] = code
			}
		}
	}
	return report
}

func main() {
	asker, err := newAsker()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	printer := json.NewEncoder(os.Stdout)
	for _, question := range os.Args[1:] {
		value, err := asker.answer(question)
		if err != nil {
			value = told(err)
		}
		if err := printer.Encode(value); err != nil {
			os.Exit(1)
		}
	}
}
