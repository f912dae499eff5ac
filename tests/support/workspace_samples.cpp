// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/workspace_texts.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

// Comments everywhere, flow and block styles, unknown members, tables, escapes, folds, chomping.
const QByteArray kMixed = R"(# licence of the file
type: collection.insomnia.rest/5.0   # the kind
schema_version: "5.1"
name: 'It''s mixed'
x-unknown: {keep: [me, "please"], yes: on}

meta:
    id: wrk_mixed
    created: 1736279931529
collection:
  # the first folder
  - name: Folder # named so
    meta: {id: fld_one, sortKey: -1}
    scripts:
      preRequest: |+
        one

        two

    children:
      - # a request
        url: >-
          https://api.example.test/a/very/long/path
          with a fold in it

          and a line break
        name: "caf\u00e9 \"quoted\" \
          and folded"
        method: GET
        meta:
          id: req_one
        headers:
          - {name: Accept, value: "*/*"} # inline
          - name: X-Two
            value: 'single ''quoted'''
            # about the description
            description: plain text over
              two lines
            disabled: true
          - id: pair_3
            value: "5"
            name: X-Three
            x-extra: [1, 2]
        body:
          mimeType: application/x-www-form-urlencoded
          params:
            - name: a
              value: "1"
              multiline: true
            - name: b
        authentication: {type: basic, username: me, password: "{{ _.secret }}", x-kept: 1}
      - url: "{{ _.base }}/second"
        name: Second
        meta:
          id: req_two
        method: POST
        body:
          mimeType: text/plain
          text: |2
              starts with spaces
            then less
        settings: {encodeUrl: false, cookies: {send: true, store: true}}
    authentication:
      type: bearer
      token: t
      prefix: ""
    environment:
      host: example.test
      nested: {a: 1, b: [x, {y: z}]}
    environmentPropertyOrder:
      "&": [host, nested]
    headers:
      - name: X-Folder
        value: 1
  # between

  - url: ws://localhost
    name: socket
    meta:
      id: ws-req_1
  - url: https://example.test/three
    meta:
      id: req_three
    name: yes
    method: DELETE
environments:
  name: Base
  meta:
    id: env_base
  data:
    plain: value
    number: 1.10
    hex: 0x1F
    truth: true
    "quoted key": "#notacomment"
    list:
      - a
      - b: c
    empty: {}
    nothing:
  subEnvironments:
    - name: Table
      meta:
        id: env_table
      environmentType: kv
      color: "#7d69cb"
      data:
        first: one
        config:
          a: 1
      kvPairData:
        - id: envPair_1
          name: first
          value: one
          type: str
          enabled: true
        - id: envPair_2
          name: config
          value: '{"a":1}'
          type: json
          enabled: true
        - {id: envPair_3, name: off, value: x, type: str, enabled: false}
# the end
)"_ba;

const QByteArray kJson = R"({
  "type": "collection.insomnia.rest/5.0",
  "name": "JSON",
  "meta": {"id": "wrk_json"},
  "collection": [
    {
      "url": "https://example.test/\u00e9",
      "name": "one",
      "meta": {
        "id": "req_json"
      },
      "method": "GET",
      "headers": [
        {"name": "A", "value": "1"},
        {"name": "B", "value": "2", "x-kept": {"deep": null}}
      ]
    },
    {"name": "Folder", "meta": {"id": "fld_json"}, "children": []}
  ],
  "environments": {
    "name": "Base",
    "meta": {"id": "env_json"},
    "data": {"a": 1, "b": {"c": "d"}}
  }
})"_ba;

const QByteArray kCompactJson =
    R"({"type":"collection.insomnia.rest/5.0","name":"x","meta":{"id":"w"},"collection":[{"url":"u","name":"n","method":"GET",)"
    R"("meta":{"id":"r"}}]})"_ba;

const QByteArray kIndentless = R"(---
type: collection.insomnia.rest/5.0
name: indentless
collection:
- name: no ids
  children:
  - url: https://example.test/1
    method: GET
    headers:
    - name: a
      value: b
  - method: POST
    url: https://example.test/2
environments:
  data: {}
...
)"_ba;

const QByteArray kAnchors = R"(type: collection.insomnia.rest/5.0
name: anchors
x-common: &common
  - name: X-Shared
    value: &value shared
collection:
  - url: &url https://example.test
    name: &own Unshared
    meta: {id: req_a}
    method: GET
    headers: *common
  - url: *url
    name: second
    meta: {id: req_b}
    method: GET
    headers:
      - name: X-Own
        value: *value
)"_ba;

const QByteArray kForeign = "\xEF\xBB\xBFtype: collection.insomnia.rest/5.0\nname: \"line\xE2\x80\xA8separator \xEF\xBB\xBF mark\"\n"
                            "collection:\n  - url: \"a\xC2\x85" "b\x7F\"\n    name: 中文 ключ\n    meta: {id: req_f}\n    method: GET\n"_ba;

//! Legal, but not for libyaml.
const QByteArray kBeyondLibyaml = "%LATER thing\n---\ntype: collection.insomnia.rest/5.0\nname: \"\\ud83d\\udd11\"\ncollection:\n\t\n"
                                  "  - method: GET\n  \t # remark\n    meta: {id: req_t}\n    headers:\n      -\t{name: a, value: b}\n"
                                  "    body:\n      mimeType: text/plain\n      text: |\n        \t\n        \\ud83d\\uDD11\n        x\n"
                                  "environments:\n  data: {k: \"\\ud83d\\udd11\"}\n\t\n"_ba;

} // namespace

std::vector<NamedText> sampleTexts()
{
    QByteArray windows = kMixed;
    windows.replace("\n", "\r\n");
    QByteArray unended = kIndentless;
    unended.chop(5); // without the end marker
    QByteArray tabs = kJson;
    tabs.replace("  ", "\t");
    return {{u"mixed"_s, kMixed, true},
            {u"mixed, CRLF"_s, windows, true},
            {u"mixed, no line break at the end"_s, kMixed.chopped(1), true},
            {u"JSON"_s, kJson, true},
            {u"compact JSON"_s, kCompactJson, true},
            {u"indentless"_s, kIndentless, true},
            {u"indentless, unended"_s, unended, true},
            {u"anchors"_s, kAnchors, true},
            {u"foreign characters"_s, kForeign, true},
            {u"JSON, tabs"_s, tabs, true},
            {u"beyond libyaml"_s, kBeyondLibyaml, true}};
}

} // namespace sallyport::test
