// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/shop_window.h"

#include "providers/all_providers.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

constexpr const char *kShop = R"yaml(type: collection.insomnia.rest/5.0
schema_version: "5.1"
name: Shop API
meta:
  id: wrk_00000000000000000000000000000001
collection:
  - name: Accounts
    meta:
      id: fld_00000000000000000000000000000001
    children:
      - url: "{{ _.base_url }}/v2/sessions"
        name: Sign in
        meta:
          id: req_00000000000000000000000000000001
        method: POST
        body:
          mimeType: application/json
          text: |-
            {
              "account": "{{ _.account }}",
              "remember": true
            }
        headers:
          - name: Content-Type
            value: application/json
          - name: X-Api-Key
            value: "{{ _.api_key }}"
          - name: X-Partner
            value: >-
              {% vault 'hashicorp', 'team-a', '{"secretEnginePath":"secret","secretName":"prod/shop","secretKey":"api_key"}' %}
          - name: X-Debug
            value: "1"
            disabled: true
      - url: "{{ _.base_url }}/v2/users/:id"
        name: Who am I
        meta:
          id: req_00000000000000000000000000000002
        method: GET
        parameters:
          - name: fields
            value: name,roles
          - name: page
            value: "1"
            disabled: true
        pathParameters:
          - name: id
            value: me
        authentication:
          type: bearer
          token: "{{ _.api_key }}"
      - url: "{{ _.base_url }}/v2/sessions"
        name: Sign out
        meta:
          id: req_00000000000000000000000000000003
        method: DELETE
  - name: Orders
    meta:
      id: fld_00000000000000000000000000000002
    authentication:
      type: basic
      username: "{{ _.account }}"
      password: "{{ _.db_password }}"
    children:
      - url: "{{ _.base_url }}/v2/orders"
        name: List orders
        meta:
          id: req_00000000000000000000000000000004
        method: GET
      - url: "{{ _.base_url }}/v2/orders"
        name: Place order
        meta:
          id: req_00000000000000000000000000000005
        method: POST
        body:
          mimeType: application/x-www-form-urlencoded
          params:
            - name: item
              value: "42"
            - name: count
              value: "{{ _.undefined_count }}"
      - url: "{{ _.base_url }}/v2/orders/1"
        name: Change address
        meta:
          id: req_00000000000000000000000000000006
        method: PATCH
  - name: Price stream
    url: grpcb.in:9000
    meta:
      id: greq_0000000000000000000000000000001
    protoFileId: pf_1
    reflectionApi:
      enabled: false
  - url: "{{ _.base_url }}/health"
    name: Health
    meta:
      id: req_00000000000000000000000000000007
    method: GET
environments:
  name: Base Environment
  meta:
    id: env_00000000000000000000000000000001
  data:
    account: anna@example.org
    base_url: http://127.0.0.1:1
  subEnvironments:
    - name: Local
      meta:
        id: env_00000000000000000000000000000002
      color: "#17734A"
      data:
        base_url: http://localhost:8080
    - name: Staging
      meta:
        id: env_00000000000000000000000000000003
      color: "#8A5A00"
      environmentType: kv
      data:
        base_url: BASE_URL
        account: anna@example.org
        api_key: >-
          {% vault 'hashicorp', 'team-a', '{"secretEnginePath":"secret","secretName":"prod/shop","secretKey":"api_key"}' %}
        db_password: >-
          {% vault 'hashicorp', 'cloudCred_0123456789abcdef0123456789abcdef',
          '{"secretEnginePath":"secret","secretName":"prod/db","secretKey":"password"}' %}
        region: eu-west-1
      kvPairData:
        - id: pair_1
          name: base_url
          value: BASE_URL
          type: str
          enabled: true
        - id: pair_2
          name: account
          value: anna@example.org
          type: str
          enabled: true
        - id: pair_3
          name: api_key
          value: >-
            {% vault 'hashicorp', 'team-a', '{"secretEnginePath":"secret","secretName":"prod/shop","secretKey":"api_key"}' %}
          type: str
          enabled: true
        - id: pair_4
          name: db_password
          value: >-
            {% vault 'hashicorp', 'cloudCred_0123456789abcdef0123456789abcdef',
            '{"secretEnginePath":"secret","secretName":"prod/db","secretKey":"password"}' %}
          type: str
          enabled: true
        - id: pair_5
          name: region
          value: eu-west-1
          type: str
          enabled: true
        - id: pair_6
          name: trace
          value: "off"
          type: str
          enabled: false
    - name: Production
      meta:
        id: env_00000000000000000000000000000004
      color: "#B42332"
      data:
        base_url: https://api.example.org
)yaml";

Credential teamA()
{
    Credential credential{.name = u"team-a"_s, .providerId = u"hashicorp"_s};
    credential.values.setText("serverAddress"_L1, u"https://vault.example.org:8200"_s);
    credential.values.setText("role_id"_L1, u"5b319cc9-1b13-421f-4ebf-4487aaaafe66"_s);
    credential.values.setSecret("secret_id"_L1, SecretValue::fromString(u"1f9b2c1e-0000-4d6a"_s));
    return credential;
}

} // namespace

QByteArray shopWorkspace(const QByteArray &baseUrl)
{
    return QByteArray(kShop).replace("BASE_URL", baseUrl);
}

QByteArray manyRequests(int requests)
{
    QByteArray text = "type: collection.insomnia.rest/5.0\nname: Large\nmeta:\n  id: wrk_large\ncollection:\n";
    for (int i = 0; i < requests; ++i) {
        const QByteArray number = QByteArray::number(i);
        if (i % 20 == 0)
            text += "  - name: Folder " + QByteArray::number(i / 20) + "\n    meta:\n      id: fld_" + number + "\n    children:\n";
        text += "      - url: \"{{ _.base_url }}/items/" + number + "\"\n        name: Request " + number +
                "\n        meta:\n          id: req_" + number + "\n        method: " + (i % 3 == 0 ? "POST" : "GET") +
                "\n        headers:\n          - name: Accept\n            value: application/json\n";
    }
    return text + "environments:\n  name: Base Environment\n  meta:\n    id: env_large\n  data:\n    base_url: https://api.example.org\n";
}

QString shopSecret()
{
    return u"k-4711"_s;
}

ShopWindow::ShopWindow(const QByteArray &text)
    : desk(allProviders(), vault), credential(desk.add(teamA())), path(desk.folder.filePath(u"shop-api.yaml"_s)), window(desk.services)
{
    window.resize(1280, 800); // as on a usual screen; the one off-screen is smaller
    writeFile(text);
    window.openFile(path);
    if (window.workspace().workspace().subEnvironments.size() > 1)
        window.workspace().setEnvironmentId(u"env_00000000000000000000000000000003"_s);
}

void ShopWindow::writeFile(const QByteArray &text) const
{
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void ShopWindow::settle()
{
    desk.clock.advance(WorkspaceController::kStagingDelay);
}

RunRecord shopAnswer(const QString &requestId)
{
    const QByteArray secret = shopSecret().toUtf8();
    RunRecord record;
    record.requestId = requestId;
    record.requestName = u"Sign in"_s;
    record.method = "POST";
    record.redactedUrl = u"https://staging.example.org/v2/sessions"_s;
    record.redactor = Redactor({SecretValue(secret)});
    record.hiddenValues = 2;
    record.response.status = 200;
    record.response.reason = "OK";
    record.response.headers = {{"Content-Type", "application/json"}, {"Date", "Fri, 06 Nov 2026 09:12:44 GMT"}, {"X-Echo-Key", secret},
                               {"Cache-Control", "no-store"}};
    record.response.body = R"({"account":"anna@example.org","token":")" + secret
        + R"(","roles":["buyer","reviewer"],"limits":{"orders":20,"open":true,"note":null},"expires_in":3600})";
    record.response.receivedBytes = 1203;
    record.response.timings.nameLookup = std::chrono::milliseconds(2);
    record.response.timings.connect = std::chrono::milliseconds(21);
    record.response.timings.tlsHandshake = std::chrono::milliseconds(62);
    record.response.timings.firstByte = std::chrono::milliseconds(181);
    record.response.timings.total = std::chrono::milliseconds(184);
    using Kind = TimelineEntry::Kind;
    record.response.timeline = {{Kind::Info, "Connected to staging.example.org (203.0.113.7) port 443", std::chrono::milliseconds(21)},
                                {Kind::HeaderOut, "POST /v2/sessions HTTP/1.1\r\nHost: staging.example.org\r\nX-Api-Key: " + secret,
                                 std::chrono::milliseconds(62)},
                                {Kind::HeaderIn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Echo-Key: " + secret,
                                 std::chrono::milliseconds(181)}};
    return record;
}

} // namespace sallyport::test
