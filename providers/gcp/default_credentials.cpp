// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/default_credentials.h"

#include "providers/gcp/metadata.h"
#include "providers/gcp/names.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

constexpr qint64 kMaxFileBytes = 256 << 10;

QString gcloudFolder(const Settings &settings)
{
    const QString own = settings.variable(u"CLOUDSDK_CONFIG"_s);
    return own.isEmpty() ? u"~/.config/gcloud"_s : own;
}

QString gcloudFile(const Settings &settings)
{
    return gcloudFolder(settings) + u"/application_default_credentials.json"_s;
}

const QString &loginCommand()
{
    static const QString text = u"Run: gcloud auth application-default login; or choose another credential type."_s;
    return text;
}

Error nothingFound(const Settings &settings, const Error &metadata)
{
    return {ErrorKind::Unauthenticated,
            u"no Application Default Credentials were found: GOOGLE_APPLICATION_CREDENTIALS is not set, there is no %1, and %2"_s.arg(
                printable(gcloudFile(settings), 200), metadata.message),
            loginCommand()};
}

Step<Token> fromMachine(const Context &context, QLatin1StringView scope)
{
    return chain<Token>(metadataToken(context, scope), [settings = context.settings](const Result<Token> &token) -> Step<Token> {
        return !token && token.error().kind == ErrorKind::NotFound ? nothingFound(settings, token.error()) : token;
    });
}

bool isName(const QString &text)
{
    static const QRegularExpression pattern(u"^[a-z][-a-z0-9]{0,63}$"_s);
    return pattern.match(text).hasMatch();
}

//! The content of a file of gcloud's, or nothing.
Step<QByteArray> contentOrNothing(const QString &path)
{
    return ask<QByteArray>(ReadFile{.path = path, .maxBytes = kMaxFileBytes}, [](const Result<FileContents> &contents) -> Step<QByteArray> {
        return contents ? contents->bytes : QByteArray();
    });
}

Step<QString> projectOfConfiguration(const Settings &settings, const QString &name)
{
    if (!isName(name))
        return QString();
    const QString path = u"%1/configurations/config_%2"_s.arg(gcloudFolder(settings), name);
    return chainOrFail<QString>(contentOrNothing(path), [](const QByteArray &text) -> Step<QString> {
        const QString project = valueInConfiguration(text, "core", "project");
        return checkProject(project) ? project : QString();
    });
}

} // namespace

Step<CredentialFile> readCredentialFile(const Settings &settings, const QString &path, const QString &what, Allowed allowed)
{
    const QString where = u"%1 %2"_s.arg(what, printable(path, 200));
    return ask<CredentialFile>(ReadFile{.path = path, .maxBytes = kMaxFileBytes},
                               [=](const Result<FileContents> &contents) -> Step<CredentialFile> {
                                   if (!contents)
                                       return contents.error().within(u"while reading %1"_s.arg(what));
                                   auto file = credentialFrom(contents->bytes, where, allowed, settings);
                                   if (file)
                                       file->isWide = contents->readableByOthers;
                                   return file;
                               });
}

Step<Token> defaultToken(const Context &context, QLatin1StringView scope)
{
    const QString named = context.settings.variable(u"GOOGLE_APPLICATION_CREDENTIALS"_s);
    const Step<CredentialFile> file =
        named.isEmpty() ? readCredentialFile(context.settings, gcloudFile(context.settings), u"gcloud's file"_s, Allowed::Anything)
                        : readCredentialFile(context.settings, named, u"the file of GOOGLE_APPLICATION_CREDENTIALS"_s, Allowed::Anything);
    return chain<Token>(file, [context, scope, isNamed = !named.isEmpty()](const Result<CredentialFile> &found) -> Step<Token> {
        if (found)
            return tokenOf(context, *found, scope);
        const bool isMissing = found.error().kind == ErrorKind::NotFound && !isNamed;
        return isMissing ? fromMachine(context, scope) : Step<Token>(found.error());
    });
}

Step<QString> gcloudProject(const Settings &settings)
{
    if (const QString project = settings.variable(u"CLOUDSDK_CORE_PROJECT"_s); !project.isEmpty())
        return project;
    if (const QString name = settings.variable(u"CLOUDSDK_ACTIVE_CONFIG_NAME"_s); !name.isEmpty())
        return projectOfConfiguration(settings, name);
    return chainOrFail<QString>(contentOrNothing(gcloudFolder(settings) + u"/active_config"_s), [settings](const QByteArray &text) {
        const QString name = QString::fromUtf8(text.trimmed());
        return projectOfConfiguration(settings, name.isEmpty() ? u"default"_s : name);
    });
}

QString valueInConfiguration(QByteArrayView text, QByteArrayView section, QByteArrayView key)
{
    bool isInside = false;
    for (const QByteArray &line : text.toByteArray().split('\n')) {
        const QByteArray words = line.trimmed();
        if (words.startsWith('[')) {
            isInside = words == '[' + section.toByteArray() + ']';
            continue;
        }
        const qsizetype equals = words.indexOf('=');
        if (isInside && equals > 0 && words.left(equals).trimmed() == key)
            return QString::fromUtf8(words.mid(equals + 1).trimmed());
    }
    return {};
}

} // namespace sallyport::gcp
