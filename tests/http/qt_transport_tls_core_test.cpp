// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/qt_transport.h"

#include "tests/support/async.h"
#include "tests/support/http_server.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSsl>
#include <QSslCertificate>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

Reply hello(const LoopbackRequest &)
{
    return Reply::text("hello");
}

class TlsTest : public testing::Test {
protected:
    Result<HttpReply> send(const HttpServer &server, const TlsFiles &files, const QByteArray &host = "127.0.0.1")
    {
        HttpRequest request;
        request.url = server.url("/", host);
        request.headers = {{"X-Vault-Token", "canary"}};
        request.tls = files;
        request.deadline = 10s;
        return await(m_transport.send(request, {}));
    }

    //! The refusal of a server with such a certificate, which must not see a request.
    Error refusalOf(const CertificateSpec &spec, const TlsFiles &files)
    {
        HttpServer server(ServerTls{m_authority.issue(spec)}, hello);
        const auto reply = send(server, files);
        EXPECT_EQ(server.requestCount(), 0);
        if (reply)
            return Error{ErrorKind::Internal, u"it was accepted"_s, {}};
        EXPECT_EQ(reply.error().kind, ErrorKind::Network);
        EXPECT_TRUE(reply.error().message.contains(u"127.0.0.1:%1"_s.arg(server.port()))) << qPrintable(reply.error().message);
        EXPECT_FALSE(reply.error().hint.isEmpty());
        return reply.error();
    }

    [[nodiscard]] TlsFiles trusting() const { return {m_authority.caFile(), {}, {}}; }

    CertificateAuthority m_authority;
    QtTransport m_transport;
};

TEST_F(TlsTest, TrustsTheGivenAuthorityForNamesAndAddresses)
{
    HttpServer server(ServerTls{m_authority.issue()}, hello);
    EXPECT_OK(send(server, trusting()));
    EXPECT_OK(send(server, trusting(), "localhost"));
}

TEST_F(TlsTest, DoesNotOfferHttp2)
{
    ServerTls tls{m_authority.issue()};
    tls.offersHttp2 = true;
    HttpServer server(tls, hello);
    ASSERT_OK(send(server, trusting()));
    EXPECT_NE(server.negotiatedProtocol(), "h2");
}

struct BadCertificate {
    const char *name;
    CertificateSpec spec;
    const char *words;
};

class BadCertificateTest : public TlsTest, public testing::WithParamInterface<BadCertificate> {};

TEST_P(BadCertificateTest, IsRefusedBeforeARequestIsSentAndTheCauseIsNamed)
{
    const Error error = refusalOf(GetParam().spec, trusting());
    EXPECT_TRUE(error.message.contains(QLatin1StringView(GetParam().words))) << qPrintable(error.message);
}

INSTANTIATE_TEST_SUITE_P(
    Certificates, BadCertificateTest,
    testing::Values(BadCertificate{"Expired", {.fromDays = -20, .toDays = -10}, "expired on"},
                    BadCertificate{"NotYetValid", {.fromDays = 10, .toDays = 20}, "valid only from"},
                    BadCertificate{"SelfSigned", {.selfSigned = true}, "self-signed"},
                    BadCertificate{"OtherHost", {.commonName = "other", .alternativeNames = "DNS:other.example"}, "is for other.example"},
                    BadCertificate{"CommonNameOnly", {.commonName = "127.0.0.1", .alternativeNames = ""}, "names no host"},
                    BadCertificate{"CommonNameBesideOthers", {.commonName = "127.0.0.1", .alternativeNames = "DNS:other.example"},
                                   "is for other.example"}),
    [](const auto &tested) { return tested.param.name; });

TEST_F(TlsTest, TrustsNoAuthorityThatWasNotGiven)
{
    HttpServer server(ServerTls{m_authority.issue()}, hello);
    const auto systemOnly = send(server, {});
    ASSERT_FALSE(systemOnly.has_value());
    EXPECT_TRUE(systemOnly.error().message.contains(u"not trusted here"_s)) << qPrintable(systemOnly.error().message);
    const CertificateAuthority other("Other Authority");
    EXPECT_FALSE(send(server, {other.caFile(), {}, {}}).has_value());
    EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(TlsTest, RefusesAnAuthorityWithAWeakKey)
{
    CertificateAuthority weak("Weak Authority", 1024);
    HttpServer server(ServerTls{weak.issue()}, hello);
    const auto reply = send(server, {weak.caFile(), {}, {}});
    ASSERT_FALSE(reply.has_value());
    EXPECT_TRUE(reply.error().message.contains(u"its certificate was refused"_s)) << qPrintable(reply.error().message);
    EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(TlsTest, RefusesOldProtocolVersions)
{
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    ServerTls tls{m_authority.issue({.rsaBits = 2048})};
    tls.onlyProtocol = QSsl::TlsV1_1;
    QT_WARNING_POP
    HttpServer server(tls, hello);
    EXPECT_FALSE(send(server, trusting()).has_value());
    EXPECT_EQ(server.requestCount(), 0);
    tls.onlyProtocol = QSsl::TlsV1_2;
    HttpServer newer(tls, hello);
    EXPECT_OK(send(newer, trusting()));
}

TEST_F(TlsTest, SaysThatAServerDoesNotSpeakTls)
{
    HttpServer plain(hello);
    HttpRequest request;
    request.url = QUrl(u"https://127.0.0.1:%1/"_s.arg(plain.port()));
    request.deadline = 5s;
    const auto reply = await(m_transport.send(request, {}));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().message, u"127.0.0.1:%1 does not speak TLS"_s.arg(plain.port()));
}

TEST_F(TlsTest, PresentsTheClientCertificate)
{
    HttpServer server(ServerTls{m_authority.issue(), m_authority.caFile()}, hello);
    const CertificateFiles client = m_authority.issue({.commonName = "robot", .alternativeNames = ""});
    ASSERT_OK(send(server, {m_authority.caFile(), client.certificate, client.key}));
    EXPECT_EQ(server.clientCertificateName(), "robot");
}

TEST_F(TlsTest, SaysThatAClientCertificateIsRequired)
{
    HttpServer server(ServerTls{m_authority.issue(), m_authority.caFile()}, hello);
    const auto reply = send(server, trusting());
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Network);
    EXPECT_TRUE((reply.error().message + reply.error().hint).contains(u"client certificate"_s)) << qPrintable(reply.error().message);
    EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(TlsTest, SharesNoConnectionBetweenIdentities)
{
    HttpServer server(ServerTls{m_authority.issue(), m_authority.caFile()}, hello);
    const CertificateFiles first = m_authority.issue({.commonName = "first"});
    const CertificateFiles second = m_authority.issue({.commonName = "second"});
    ASSERT_OK(send(server, {m_authority.caFile(), first.certificate, first.key}));
    EXPECT_EQ(server.clientCertificateName(), "first");
    ASSERT_OK(send(server, {m_authority.caFile(), second.certificate, second.key}));
    EXPECT_EQ(server.clientCertificateName(), "second");
    ASSERT_OK(send(server, {m_authority.caFile(), first.certificate, first.key}));
    EXPECT_EQ(server.connectionCount(), 2);
    EXPECT_FALSE(send(server, trusting()).has_value());
}

TEST_F(TlsTest, ReadsAChangedFileAgain)
{
    HttpServer server(ServerTls{m_authority.issue()}, hello);
    const CertificateAuthority other("Other Authority");
    const QString path = m_authority.path(u"chosen.pem"_s);
    ASSERT_TRUE(QFile::copy(other.caFile(), path));
    EXPECT_FALSE(send(server, {path, {}, {}}).has_value());
    ASSERT_TRUE(QFile::remove(path) && QFile::copy(m_authority.caFile(), path));
    EXPECT_OK(send(server, {path, {}, {}}));
}

TEST_F(TlsTest, NeverSendsAOneTimeCallTwice)
{
    HttpServer server(ServerTls{m_authority.issue()}, [](const LoopbackRequest &) { return Reply::failing(Fault::CloseBeforeAnswer); });
    HttpRequest request;
    request.url = server.url();
    request.tls = trusting();
    request.freshConnection = true;
    EXPECT_FALSE(await(m_transport.send(request, {})).has_value());
    EXPECT_EQ(server.requestCount(), 1);
}

// --- the one certificate ---

class OneCertificateTest : public TlsTest {
protected:
    static QByteArray digestOf(const CertificateFiles &files)
    {
        return QSslCertificate::fromPath(files.certificate).value(0).digest(QCryptographicHash::Sha1);
    }
    static TlsFiles only(const QByteArray &digest)
    {
        TlsFiles files;
        files.serverSha1 = digest;
        return files;
    }
};

TEST_F(OneCertificateTest, IsEnoughWhateverElseIsWrongWithIt)
{
    for (const CertificateSpec &spec :
         {CertificateSpec{}, CertificateSpec{.selfSigned = true}, CertificateSpec{.fromDays = -20, .toDays = -10},
          CertificateSpec{.commonName = "other", .alternativeNames = "", .selfSigned = true}}) {
        const CertificateFiles files = m_authority.issue(spec);
        HttpServer server(ServerTls{files}, hello);
        EXPECT_OK(send(server, only(digestOf(files))));
        EXPECT_EQ(server.requestCount(), 1);
    }
}

TEST_F(OneCertificateTest, NoOtherWillDoAndNothingIsSentToIt)
{
    const QByteArray expected = digestOf(m_authority.issue({.selfSigned = true}));
    for (const CertificateSpec &spec : {CertificateSpec{}, CertificateSpec{.selfSigned = true}}) {
        HttpServer server(ServerTls{m_authority.issue(spec)}, hello);
        TlsFiles files = only(expected);
        files.caFile = m_authority.caFile(); // an authority that is trusted does not help
        for (int i = 0; i < 3; ++i) {        // nor does the connection that was made before
            const auto reply = send(server, files);
            ASSERT_FALSE(reply.has_value());
            EXPECT_EQ(reply.error().kind, ErrorKind::Network);
            EXPECT_TRUE(reply.error().message.contains(u"only %1 is trusted"_s.arg(QString::fromLatin1(expected.toHex()))))
                << qPrintable(reply.error().message);
        }
        EXPECT_EQ(server.requestCount(), 0);
    }
}

TEST_F(OneCertificateTest, AOneTimeCallIsHeldAgainstItToo)
{
    HttpServer server(ServerTls{m_authority.issue({.selfSigned = true})}, hello);
    HttpRequest request{.method = "POST", .url = server.url(), .headers = {{"Secret", "canary"}}, .body = "canary"};
    request.tls = only(QByteArray(20, 'x'));
    request.freshConnection = true;
    EXPECT_FALSE(await(m_transport.send(request, {})).has_value());
    EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(OneCertificateTest, EachCallSeesAHandshakeOfItsOwn)
{
    const CertificateFiles files = m_authority.issue({.selfSigned = true});
    HttpServer server(ServerTls{files}, hello);
    ASSERT_OK(send(server, only(digestOf(files))));
    ASSERT_OK(send(server, only(digestOf(files))));
    EXPECT_EQ(server.connectionCount(), 2);
    EXPECT_FALSE(send(server, {}).has_value());
    EXPECT_FALSE(send(server, trusting()).has_value());
    EXPECT_FALSE(send(server, only(QByteArray(20, 'x'))).has_value());
    EXPECT_EQ(server.requestCount(), 2);
}

TEST_F(OneCertificateTest, TakesTlsAndADigest)
{
    HttpServer plain(hello);
    EXPECT_EQ(send(plain, only(QByteArray(20, 'x'))).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(plain.connectionCount(), 0);
    HttpServer server(ServerTls{m_authority.issue()}, hello);
    EXPECT_EQ(send(server, only("short")).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(server.connectionCount(), 0);
}

// --- files ---

class TlsFilesTest : public TlsTest {
protected:
    Error refusal(const TlsFiles &files)
    {
        HttpServer server(ServerTls{m_authority.issue()}, hello);
        const auto reply = send(server, files);
        EXPECT_EQ(server.connectionCount(), 0);
        return reply ? Error{} : reply.error();
    }

    QString written(const QString &name, const QByteArray &content)
    {
        QFile file(m_authority.path(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        return file.fileName();
    }
};

TEST_F(TlsFilesTest, NamesAMissingFile)
{
    const Error error = refusal({m_authority.path(u"absent.pem"_s), {}, {}});
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(error.message.endsWith(u"absent.pem does not exist"_s)) << qPrintable(error.message);
}

TEST_F(TlsFilesTest, NamesAFileThatIsNoCertificate)
{
    const Error error = refusal({written(u"notes.txt"_s, "shopping list"), {}, {}});
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(error.message.contains(u"notes.txt holds no certificate"_s)) << qPrintable(error.message);
    EXPECT_TRUE(refusal({m_authority.path(QString()), {}, {}}).message.contains(u"cannot be read"_s));
}

TEST_F(TlsFilesTest, SaysThatAKeyIsEncryptedInsteadOfAskingOnTheTerminal)
{
    const CertificateFiles client = m_authority.issue({.keyPassphrase = "passphrase"});
    const Error error = refusal({m_authority.caFile(), client.certificate, client.key});
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(error.message.contains(client.key + u" is encrypted"_s)) << qPrintable(error.message);
}

TEST_F(TlsFilesTest, SaysThatKeyAndCertificateDoNotBelongTogether)
{
    const Error error = refusal({m_authority.caFile(), m_authority.issue().certificate, m_authority.issue().key});
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(error.message.contains(u"does not belong"_s)) << qPrintable(error.message);
}

TEST_F(TlsFilesTest, WantsACertificateWithAKey)
{
    EXPECT_EQ(refusal({{}, {}, m_authority.issue().key}).kind, ErrorKind::InvalidInput);
    const CertificateFiles client = m_authority.issue();
    EXPECT_TRUE(refusal({{}, client.certificate, {}}).message.contains(u"holds no RSA or EC key"_s));
}

} // namespace
} // namespace sallyport::test
