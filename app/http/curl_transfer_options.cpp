// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a request becomes libcurl's options. The rest of CurlTransfer is in curl_transfer.cpp.
#include "app/http/curl_transfer.h"
#include "app/http/message_check.h"
#include "app/http/tls_setup.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr long kPieceSize = 512 << 10; // libcurl's 16 KiB pieces cost a large body much time
constexpr char kSystemCertificates[] = "/etc/ssl/certs";

//! Debian's folder of hashed certificates: looked up one by one, where its bundle would be parsed whole (20 ms).
bool hasCertificateFolder()
{
    static const bool present = !QDir(QString::fromLatin1(kSystemCertificates)).entryList({u"*.0"_s}).isEmpty();
    return present;
}

//! libcurl's notation: a semicolon for an empty value, since a colon with nothing behind it removes the header.
QByteArray headerLine(const HttpHeader &header)
{
    return header.value.trimmed().isEmpty() ? header.name + ';' : header.name + ": " + header.value;
}

} // namespace

void CurlTransfer::setConnection()
{
    set(CURLOPT_URL, m_request.url.constData());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_DEFAULT_PROTOCOL, "http");
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L); // redirect.h does
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    set(CURLOPT_BUFFERSIZE, kPieceSize);
    set(CURLOPT_UPLOAD_BUFFERSIZE, kPieceSize);
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (m_request.proxy == "direct")
        set(CURLOPT_NOPROXY, "*");
    else if (!m_request.proxy.isEmpty())
        set(CURLOPT_PROXY, m_request.proxy.constData());
    if (m_timeout.count() > 0) {
        const auto used = std::chrono::duration_cast<std::chrono::milliseconds>(m_legStart);
        const long left = static_cast<long>(std::max<qint64>(1, (m_timeout - used).count()));
        set(CURLOPT_TIMEOUT_MS, left);
        set(CURLOPT_CONNECTTIMEOUT_MS, left);
    }
}

void CurlTransfer::setMethod()
{
    const QByteArray &method = m_request.method;
    if (method == "HEAD") {
        set(CURLOPT_NOBODY, 1L);
        return;
    }
    const bool usuallyHasBody = method == "POST" || method == "PUT" || method == "PATCH";
    if (!m_request.body.isEmpty() || usuallyHasBody) {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDS, m_request.body.constData()); // not copied; m_request outlives the leg
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
    } else {
        set(CURLOPT_HTTPGET, 1L);
    }
    set(CURLOPT_CUSTOMREQUEST, method.constData());
}

void CurlTransfer::setHeaders()
{
    curl_slist *list = nullptr;
    for (const HttpHeader &header : m_request.headers)
        list = curl_slist_append(list, headerLine(header).constData());
    for (const char *own : {"Accept", "Accept-Encoding", "Content-Type", "Expect"}) { // what libcurl would add by itself
        if (!hasHeader(m_request.headers, own))
            list = curl_slist_append(list, (QByteArray(own) + ':').constData());
    }
    m_headers.reset(list);
    set(CURLOPT_HTTPHEADER, list);
    set(CURLOPT_ACCEPT_ENCODING, ""); // decode whatever comes; the header itself is the person's
    if (m_request.identify && !hasHeader(m_request.headers, "User-Agent"))
        set(CURLOPT_USERAGENT, userAgent().constData());
}

void CurlTransfer::setTls()
{
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, m_request.verifyTls ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, m_request.verifyTls ? 2L : 0L);
    if (!m_request.caFile.isEmpty()) {
        m_caFile = QFile::encodeName(expandHome(m_request.caFile));
        set(CURLOPT_CAINFO, m_caFile.constData());
        set(CURLOPT_CAPATH, static_cast<const char *>(nullptr));
    } else if (hasCertificateFolder()) {
        set(CURLOPT_CAINFO, static_cast<const char *>(nullptr));
        set(CURLOPT_CAPATH, kSystemCertificates);
    }
}

void CurlTransfer::setCallbacks()
{
    set(CURLOPT_WRITEFUNCTION, &CurlTransfer::onBody);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &CurlTransfer::onHeader);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_DEBUGFUNCTION, &CurlTransfer::onDebug);
    set(CURLOPT_DEBUGDATA, this);
    set(CURLOPT_VERBOSE, 1L);
    set(CURLOPT_ERRORBUFFER, m_words);
}

} // namespace sallyport
