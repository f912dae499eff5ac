// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reporter.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QString milliseconds(std::chrono::microseconds duration)
{
    const double value = static_cast<double>(duration.count()) / 1000.0;
    return u"%1 ms"_s.arg(value, 0, 'f', value < 10 ? 1 : 0);
}

QString size(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

bool isUnsafe(QChar c)
{
    const char16_t code = c.unicode();
    const bool control = (code < 0x20 && code != u'\n' && code != u'\t') || (code >= 0x7F && code < 0xA0);
    const bool bidirectional = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F;
    return control || bidirectional;
}

bool isSuccess(int status)
{
    return status >= 200 && status <= 299;
}

QString placeOf(const Error &error)
{
    if (!error.location)
        return {};
    const QString line = error.location->line > 0 ? u", line %1"_s.arg(error.location->line) : QString();
    const QString column = error.location->column > 0 ? u", column %1"_s.arg(error.location->column) : QString();
    return error.location->place + line + column + u": "_s;
}

} // namespace

QString terminalSafe(const QString &text)
{
    QString safe;
    safe.reserve(text.size());
    for (const QChar c : text) {
        if (isUnsafe(c))
            safe += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else
            safe += c;
    }
    return safe;
}

Reporter::Reporter(QTextStream &out, QTextStream &err, bool verbose, bool failOnStatus)
    : m_out(out), m_err(err), m_verbose(verbose), m_failOnStatus(failOnStatus)
{
}

void Reporter::started(const Workspace &workspace, const QString &environmentName, std::size_t requests)
{
    const QString noun = requests == 1 ? u"request"_s : u"requests"_s;
    m_out << terminalSafe(u"%1 · %2 · %3 %4\n"_s.arg(workspace.name, environmentName, QString::number(requests), noun));
    m_out.flush();
}

void Reporter::step(const RunStep &step)
{
    if (step.outcome)
        answered(step, *step.outcome);
    else
        failedStep(step, step.outcome.error());
    m_out.flush();
}

void Reporter::answered(const RunStep &step, const RunRecord &record)
{
    ++m_answered;
    const WireResponse &response = record.response;
    m_total += response.timings.total;
    const bool good = isSuccess(response.status);
    m_badStatus += good ? 0 : 1;
    const bool counts = !good && m_failOnStatus;
    QStringList parts{u"%1 %2 %3"_s.arg(counts ? u"✗"_s : u"✓"_s, step.method, step.requestName),
                      u"%1 %2"_s.arg(response.status).arg(record.redactor.redact(QString::fromLatin1(response.reason))).trimmed(),
                      milliseconds(response.timings.total), size(response.receivedBytes)};
    if (record.hiddenValues > 0)
        parts.append(u"%1 hidden"_s.arg(record.hiddenValues));
    m_out << terminalSafe(parts.join(u"  "_s)) << '\n';
    if (m_verbose)
        writeAnswer(record);
    if (counts)
        note(1);
}

void Reporter::writeAnswer(const RunRecord &record)
{
    m_out << terminalSafe(u"    %1 %2\n"_s.arg(QString::fromUtf8(record.method), record.redactedUrl));
    for (const HttpHeader &header : record.response.headers) {
        const QByteArray line = record.redactor.redact(header.name + ": " + header.value);
        m_out << "    " << terminalSafe(QString::fromUtf8(line)) << '\n';
    }
    const QString body = terminalSafe(QString::fromUtf8(record.redactor.redact(record.response.body)));
    for (const QString &line : body.split(u'\n'))
        m_out << "    " << line << '\n';
}

void Reporter::failedStep(const RunStep &step, const Error &error)
{
    ++m_failed;
    m_out << terminalSafe(u"✗ %1 %2\n"_s.arg(step.method, step.requestName));
    m_out << terminalSafe(u"    %1%2\n"_s.arg(placeOf(error), error.sentence()));
    if (!error.hint.isEmpty())
        m_out << terminalSafe(u"    %1\n"_s.arg(error.hint));
    note(traitsOf(error.kind).exitCode);
}

void Reporter::note(int code)
{
    if (m_exitCode == 0)
        m_exitCode = code;
}

void Reporter::finished()
{
    QStringList parts{u"%1 answered"_s.arg(m_answered)};
    if (m_badStatus > 0)
        parts.append(u"%1 with a status outside 200..299"_s.arg(m_badStatus));
    parts.append(u"%1 failed"_s.arg(m_failed));
    m_out << parts.join(u", "_s) << u" · "_s << milliseconds(m_total) << '\n';
    m_out.flush();
}

void Reporter::failed(const Error &error)
{
    m_err << terminalSafe(u"sallyport-cli: %1\n"_s.arg(error.sentence()));
    if (!error.hint.isEmpty())
        m_err << terminalSafe(error.hint) << '\n';
    m_err.flush();
    note(traitsOf(error.kind).exitCode);
}

} // namespace sallyport
