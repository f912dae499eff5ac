// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/redactor.h"

#include "app/secrets/redactor_patterns.h"

#include <QSet>

namespace sallyport {

namespace {

using redaction::Hit;
using redaction::Pattern;

constexpr qsizetype kMaskLength = 6;

//! Whether text around masks could be read as the pattern, which would then be found where nothing was hidden.
bool canMeet(QByteArrayView pattern, const QByteArray &mask)
{
    if (pattern.contains(mask) || mask.contains(pattern))
        return true;
    for (qsizetype i = 1; i <= qMin(mask.size(), pattern.size()); ++i) {
        if (pattern.endsWith(mask.first(i)) || pattern.startsWith(mask.last(i)))
            return true;
    }
    return false;
}

QByteArray chooseMask(const std::vector<Pattern> &patterns)
{
    const QByteArray usual = Redactor::mask().toUtf8();
    for (QByteArray mask : {usual, QByteArray(kMaskLength, '*'), QByteArray(kMaskLength, '#'), QByteArray("<hidden>")}) {
        if (std::none_of(patterns.begin(), patterns.end(), [&mask](const Pattern &p) { return canMeet(p.text, mask); }))
            return mask;
    }
    return {}; // leaving nothing may join what stood around, but tells nothing either
}

} // namespace

struct Redactor::Patterns {
    explicit Patterns(const QList<SecretValue> &secrets) : set(secrets), mask(chooseMask(set.patterns())) {}

    //! Hidden places, joined where they overlap or touch.
    [[nodiscard]] std::vector<Hit> hits(QByteArrayView bytes) const
    {
        std::vector<Hit> all;
        set.search(bytes, [&all](const Pattern &, Hit hit) {
            while (!all.empty() && hit.start <= all.back().end) {
                hit = {qMin(hit.start, all.back().start), qMax(hit.end, all.back().end)};
                all.pop_back();
            }
            all.push_back(hit);
        });
        return all;
    }

    redaction::PatternSet set;
    QByteArray mask;
};

Redactor::Redactor() : Redactor(QList<SecretValue>())
{
}

Redactor::Redactor(const QList<SecretValue> &secrets) : m_patterns(std::make_shared<const Patterns>(secrets))
{
}

QString Redactor::mask()
{
    return {kMaskLength, QChar(kBullet)};
}

QByteArray Redactor::redact(const QByteArray &bytes) const
{
    const auto hits = isEmpty() ? std::vector<Hit>() : m_patterns->hits(bytes);
    if (hits.empty())
        return bytes;
    QByteArray redacted;
    redacted.reserve(bytes.size());
    qsizetype shown = 0;
    for (const Hit &hit : hits) {
        redacted += QByteArrayView(bytes).sliced(shown, hit.start - shown);
        redacted += m_patterns->mask;
        shown = hit.end;
    }
    redacted += QByteArrayView(bytes).sliced(shown);
    return redacted;
}

QString Redactor::redact(const QString &text) const
{
    if (isEmpty())
        return text;
    const QByteArray bytes = text.toUtf8();
    const QByteArray redacted = redact(bytes);
    return redacted.isSharedWith(bytes) ? text : QString::fromUtf8(redacted);
}

int Redactor::count(const QByteArray &bytes) const
{
    QSet<int> values;
    if (!isEmpty())
        m_patterns->set.search(bytes, [&values](const Pattern &pattern, Hit) { values.insert(pattern.value); });
    return static_cast<int>(values.size());
}

int Redactor::ignored() const
{
    return m_patterns->set.ignored();
}

bool Redactor::isEmpty() const
{
    return m_patterns->set.isEmpty();
}

} // namespace sallyport
