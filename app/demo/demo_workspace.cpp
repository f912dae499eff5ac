// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo_workspace.h"

namespace sallyport::demo {

namespace {

constexpr const char *kWorkspace = R"yaml(type: collection.insomnia.rest/5.0
schema_version: "5.1"
name: Sallyport demo
meta:
  id: wrk_5a11900000000000000000000000d001
  created: 1767225600000
  modified: 1767225600000
collection:
  - name: Shop
    meta:
      id: fld_5a11900000000000000000000000d001
      created: 1767225600000
      modified: 1767225600000
      sortKey: -3
    children:
      - url: "{{ _.base_url }}/shop/orders"
        name: List orders
        meta:
          id: req_5a11900000000000000000000000d001
          created: 1767225600000
          modified: 1767225600000
          isPrivate: false
          sortKey: -3
        method: GET
        parameters:
          - name: state
            value: open
          - name: limit
            value: "20"
        headers:
          - name: Accept
            value: application/json
          - name: X-Api-Key
            value: "{{ _.api_key }}"
        authentication:
          type: none
        settings:
          renderRequestBody: true
          encodeUrl: true
          followRedirects: global
          cookies:
            send: true
            store: true
          rebuildPath: true
      - url: "{{ _.base_url }}/shop/orders/:order"
        name: One order
        meta:
          id: req_5a11900000000000000000000000d002
          created: 1767225600000
          modified: 1767225600000
          isPrivate: false
          sortKey: -2
        method: GET
        headers:
          - name: Accept
            value: application/json
          - name: X-Api-Key
            value: "{{ _.api_key }}"
        pathParameters:
          - name: order
            value: "1042"
        settings:
          renderRequestBody: true
          encodeUrl: true
          followRedirects: global
          cookies:
            send: true
            store: true
          rebuildPath: true
      - url: "{{ _.base_url }}/shop/orders"
        name: New order
        meta:
          id: req_5a11900000000000000000000000d003
          created: 1767225600000
          modified: 1767225600000
          isPrivate: false
          sortKey: -1
        method: POST
        body:
          mimeType: application/json
          text: |-
            {
              "customer": "{{ _.customer }}",
              "items": [{"article": "A-17", "count": 2}]
            }
        headers:
          - name: Content-Type
            value: application/json
        authentication:
          type: bearer
          token: "{{ _.session_token }}"
        settings:
          renderRequestBody: true
          encodeUrl: true
          followRedirects: global
          cookies:
            send: true
            store: true
          rebuildPath: true
  - name: Account
    meta:
      id: fld_5a11900000000000000000000000d002
      created: 1767225600000
      modified: 1767225600000
      sortKey: -2
    children:
      - url: "{{ _.base_url }}/account"
        name: Who am I
        meta:
          id: req_5a11900000000000000000000000d004
          created: 1767225600000
          modified: 1767225600000
          isPrivate: false
          sortKey: -1
        method: GET
        headers:
          - name: Accept
            value: application/json
        settings:
          renderRequestBody: true
          encodeUrl: true
          followRedirects: global
          cookies:
            send: true
            store: true
          rebuildPath: true
    authentication:
      type: bearer
      token: "{{ _.session_token }}"
cookieJar:
  name: Default Jar
  meta:
    id: jar_5a11900000000000000000000000d001
    created: 1767225600000
    modified: 1767225600000
environments:
  name: Base Environment
  meta:
    id: env_5a11900000000000000000000000d001
    created: 1767225600000
    modified: 1767225600000
    isPrivate: false
  data:
    base_url: @ECHO@
    customer: demo customer
    api_key: paste-or-link-me
    session_token: @SHOP-TOKEN@
  subEnvironments:
    - name: Local
      meta:
        id: env_5a11900000000000000000000000d002
        created: 1767225600000
        modified: 1767225600000
        isPrivate: false
        sortKey: 1
      data:
        customer: local customer
      color: "#3fb950"
    - name: Staging
      meta:
        id: env_5a11900000000000000000000000d003
        created: 1767225600000
        modified: 1767225600000
        isPrivate: false
        sortKey: 2
      data:
        customer: staging customer
        session_token: @STAGING-TOKEN@
      color: "#d29922"
)yaml";

//! A link to the key `token` of a secret of the demo's vault.
QByteArray linkToToken(const QByteArray &secretName)
{
    return R"("{% vault 'hashicorp', 'Demo Vault', '{\"kvVersion\":\"v2\",\"secretEnginePath\":\"secret\",\"secretName\":\")" + secretName +
           R"(\",\"secretKey\":\"token\"}' %}")";
}

} // namespace

QByteArray demoWorkspace(const QString &echo)
{
    return QByteArray(kWorkspace)
        .replace("@ECHO@", echo.toUtf8())
        .replace("@SHOP-TOKEN@", linkToToken("shop"))
        .replace("@STAGING-TOKEN@", linkToToken("staging/shop"));
}

} // namespace sallyport::demo
