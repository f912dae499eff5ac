// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/vault_message.h"

#include <QRandomGenerator>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace sallyport::demo {

QString VaultQuestion::capability() const
{
    if (method == "LIST")
        return u"list"_s;
    if (method == "DELETE")
        return u"delete"_s;
    return writes() ? u"update"_s : u"read"_s;
}

VaultAnswer VaultAnswer::refusal(int status, const QStringList &words)
{
    return {status, object({{u"errors"_s, textList(words)}})};
}

VaultAnswer VaultAnswer::forbidden()
{
    return refusal(403, {u"1 error occurred:\n\t* permission denied\n\n"_s});
}

VaultAnswer enveloped(const VaultContent &content, int status)
{
    return {status, object({{u"request_id"_s, newUuid()},
                            {u"lease_id"_s, QString()},
                            {u"renewable"_s, false},
                            {u"lease_duration"_s, Value::number(content.lease)},
                            {u"data"_s, content.data},
                            {u"wrap_info"_s, Value()},
                            {u"warnings"_s, content.warnings.isEmpty() ? Value() : textList(content.warnings)},
                            {u"auth"_s, content.auth},
                            {u"mount_type"_s, content.mountType}})};
}

Value object(Value::Map members)
{
    return Value(std::move(members));
}

Value textList(const QStringList &texts)
{
    Value::List list;
    for (const QString &text : texts)
        list.emplace_back(text);
    return Value(std::move(list));
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz'Z'"_s);
}

QString newUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString newName(int length)
{
    static const QString kAlphabet = u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"_s;
    QString name;
    for (int i = 0; i < length; ++i)
        name += kAlphabet[QRandomGenerator::system()->bounded(static_cast<int>(kAlphabet.size()))];
    return name;
}

} // namespace sallyport::demo
