// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every error that a provider can give reads as sentences for people: what happened, and what to do. With SALLYPORT_TEXTS=<file> all of
// them are written down.
#include "providers/all_providers.h"
#include "tests/support/provider_contract.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTextStream>

#include <set>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

HttpReply replyOf(int status, const QByteArray &body)
{
    return {status, {}, body, QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC)};
}

//! Refusals in the words of each vendor, answers that cannot be understood, and failures on the way.
std::vector<HttpAnswers> misfortunes()
{
    std::vector<HttpAnswers> all;
    for (const int status : {400, 401, 403, 404, 429, 500, 503}) {
        all.emplace_back([status](const HttpRequest &) -> Result<HttpReply> {
            return replyOf(status, R"({"errors":["the server's words"],"__type":"AccessDeniedException","message":"the server's words",)"
                                   R"("error":{"code":403,"message":"the server's words","status":"PERMISSION_DENIED"}})");
        });
        all.emplace_back([status](const HttpRequest &) -> Result<HttpReply> {
            return replyOf(status, R"({"error":"invalid_grant","error_description":"the server's words"})");
        });
    }
    for (const QByteArray &body : {QByteArray("<html>a proxy</html>"), QByteArray("{}"), QByteArray("[]"), QByteArray()})
        all.emplace_back([body](const HttpRequest &) -> Result<HttpReply> { return replyOf(200, body); });
    for (const ErrorKind kind : {ErrorKind::Network, ErrorKind::Timeout})
        all.emplace_back([kind](const HttpRequest &) -> Result<HttpReply> {
            return Error{kind, u"the host cannot be reached"_s, u"Check the network."_s};
        });
    return all;
}

//! Names of fields as only programs know them: `secretEnginePath`, `role_id`.
QStringList programNames(const ProviderDescriptor &provider)
{
    static const QRegularExpression kProgrammatic(u"[a-z][A-Z]|_"_s);
    QSet<QString> names;
    const auto add = [&names](FormSpec form) {
        for (const FieldSpec &field : form) {
            names.insert(QString::fromUtf8(field.id));
            for (const ChoiceSpec &choice : field.choices)
                names.insert(QString::fromUtf8(choice.value));
        }
    };
    add(provider.credential);
    for (const SecretKindSpec &kind : provider.secrets)
        add(kind.reference);
    QStringList found;
    for (const QString &name : std::as_const(names)) {
        if (name.contains(kProgrammatic))
            found.append(QRegularExpression::escape(name));
    }
    return found;
}

class ErrorWords : public testing::TestWithParam<const ProviderDescriptor *> {
protected:
    [[nodiscard]] bool speaksOfPrograms(const QString &text) const { return text.contains(m_programNames); }

    //! What is wrong with the words; empty: nothing.
    [[nodiscard]] QString faultOf(const Error &error) const
    {
        const QString all = error.sentence() + u'\n' + error.hint;
        if (error.message.isEmpty() || error.message.endsWith(u'.') || error.message.front().isSpace())
            return u"the message is a sentence without its full stop"_s;
        if (!error.hint.isEmpty() && (error.hint.front().isLower() || !error.hint.endsWith(u'.')))
            return u"the hint is whole sentences"_s;
        for (const QString &line : error.context) {
            if (!line.startsWith("while "_L1) && !line.startsWith("with "_L1) && !line.startsWith("Request ID "_L1))
                return u"the context says what was being done"_s;
        }
        if (error.message.contains(QRegularExpression(u": status \\d+$"_s)))
            return u"a bare number is no reason"_s;
        if (all.contains("  "_L1) || all.contains("\"\""_L1) || all.contains(u'%') || all.contains("()"_L1) || all.contains(" ,"_L1) ||
            all.contains(" ;"_L1))
            return u"something is left out"_s;
        return speaksOfPrograms(all) ? u"a name that only programs know"_s : QString();
    }

private:
    const QRegularExpression m_programNames{u"(?<![-\\w/])(%1)(?![-\\w])"_s.arg(programNames(*GetParam()).join(u'|'))};
};

void writeDown(const QString &provider, const std::set<QString> &texts)
{
    const QString path = qEnvironmentVariable("SALLYPORT_TEXTS");
    QFile file(path);
    if (path.isEmpty() || !file.open(QFile::Append))
        return;
    for (const QString &text : texts)
        file.write((provider + u": "_s + text + u'\n').toUtf8());
}

} // namespace

TEST_P(ErrorWords, SayWhatHappenedAndWhatToDo)
{
    std::set<QString> texts;
    for (const HttpAnswers &answers : misfortunes()) {
        for (const Ending &ending : playAll(*GetParam(), answers)) {
            if (ending.succeeded)
                continue;
            const QString text = ending.error.sentence() + u" | "_s + ending.error.hint;
            if (texts.insert(text).second) {
                EXPECT_EQ(faultOf(ending.error).toStdString(), "") << ending.name << ": " << text.toStdString();
            }
        }
    }
    writeDown(QString::fromUtf8(GetParam()->id), texts);
    EXPECT_EQ(texts.size() > 5, GetParam()->available);
}

TEST_P(ErrorWords, ACredentialIsDescribedInWords)
{
    for (const FormValues &credential : credentialsOf(*GetParam())) {
        if (!GetParam()->describe)
            continue;
        const QString words = GetParam()->describe(credential);
        EXPECT_FALSE(words.isEmpty());
        EXPECT_FALSE(speaksOfPrograms(words)) << words.toStdString();
    }
}

INSTANTIATE_TEST_SUITE_P(Providers, ErrorWords, testing::ValuesIn(allProviders().providers()),
                         [](const auto &given) { return std::string(given.param->id); });

} // namespace sallyport::test
