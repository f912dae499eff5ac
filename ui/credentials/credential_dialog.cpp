// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/credentials/credential_dialog.h"

#include "ui/credentials/credential_text.h"
#include "ui/forms/schema_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busy_indicator.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/pill_label.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kWidth = 680;
constexpr int kAroundAnswer = 2 * metrics::kSpace5 + 3 * metrics::kSpace4; // margins and gaps of the strip

const ProviderDescriptor &providerOf(const Services &services, const Credential &credential)
{
    static const ProviderDescriptor kUnknown{.id = "", .name = "?", .shortName = "?"};
    const ProviderDescriptor *provider = services.catalog.find(credential.providerId);
    return provider ? *provider : kUnknown;
}

bool isKeychainTrouble(const Error &error)
{
    return error.kind == ErrorKind::Unavailable || error.kind == ErrorKind::PermissionDenied || error.kind == ErrorKind::Timeout;
}

} // namespace

CredentialDialog::CredentialDialog(const Services &services, const ProviderDescriptor &provider, QWidget *parent)
    : CredentialDialog(services, provider, Credential{.providerId = QString::fromUtf8(provider.id)}, parent)
{
}

CredentialDialog::CredentialDialog(const Services &services, const Credential &existing, QWidget *parent)
    : CredentialDialog(services, providerOf(services, existing), existing, parent)
{
    loadSecrets();
}

CredentialDialog::CredentialDialog(const Services &services, const ProviderDescriptor &provider, const Credential &draft, QWidget *parent)
    : FramedDialog(parent), m_services(services), m_provider(provider), m_existing(draft), m_name(new QLineEdit(this)),
      m_form(new SchemaForm(provider.credential, this)), m_banner(new MessageBanner(this)), m_answer(new PillLabel(this)),
      m_busy(new BusyIndicator(services.clock, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    m_name->setText(draft.name);
    m_form->setValues(draft.values);
    refreshSignIn();
    m_name->setFocus();
}

CredentialDialog::~CredentialDialog()
{
    m_stop.request_stop();
}

void CredentialDialog::build()
{
    setHeading(providerTitle(m_provider), m_existing.id.isEmpty() ? tr("Add Credentials") : tr("Edit Credentials"));
    m_name->setAccessibleName(tr("Name"));
    m_name->setPlaceholderText(tr("e.g. team-a"));
    m_form->addLeadingRow(tr("Name"), m_name, tr("Links refer to the credential by this name."));
    body()->addWidget(m_form);
    body()->addWidget(m_banner);
    body()->addStretch(1);
    bringIntoView(m_banner);
    buildFooter();

    connect(m_name, &QLineEdit::textEdited, this, [this] {
        m_form->setLeadingError(m_name, {});
        inputChanged();
    });
    connect(m_form, &SchemaForm::changed, this, &CredentialDialog::inputChanged);
    m_form->setSuggestionSource([this](const QString &fieldId, std::stop_token stop) {
        return m_services.resolver.suggestSetting(draft(), fieldId, std::move(stop));
    });
    openAtWidth(kWidth);
}

void CredentialDialog::buildFooter()
{
    m_test = new QPushButton(tr("Test"), this);
    m_test->setAutoDefault(false);
    m_signIn = new QPushButton(tr("Sign In…"), this);
    m_signIn->setAutoDefault(false);
    m_signIn->hide();
    footerLeft()->addWidget(m_test);
    footerLeft()->addWidget(m_signIn);
    footerLeft()->addWidget(m_answer);
    footerLeft()->addWidget(m_busy, 1);
    footerLeft()->addStretch(0);
    m_answer->hide();
    m_busy->setButtonLabel(tr("Stop"));
    QPushButton *cancel = addButton(tr("Cancel"));
    m_save = addPrimaryButton(tr("Save"));
    connect(m_test, &QPushButton::clicked, this, &CredentialDialog::test);
    connect(m_save, &QPushButton::clicked, this, &CredentialDialog::save);
    connect(cancel, &QPushButton::clicked, this, [this] { FramedDialog::reject(); });
}

std::span<const SignInWay> CredentialDialog::signInWays() const
{
    return m_provider.signInWays ? m_provider.signInWays(m_form->values()) : std::span<const SignInWay>();
}

void CredentialDialog::refreshSignIn()
{
    const auto ways = signInWays();
    m_signIn->setVisible(!ways.empty());
    if (ways.empty())
        return;
    auto *menu = new QMenu(m_signIn);
    for (const SignInWay &way : ways) {
        QAction *action = menu->addAction(signInLabel(way));
        action->setToolTip(QCoreApplication::translate("SignIn", way.help));
        connect(action, &QAction::triggered, this, [this, way] { signIn(way); });
    }
    menu->setToolTipsVisible(true);
    delete m_signIn->menu();
    m_signIn->setMenu(menu);
}

void CredentialDialog::signIn(const SignInWay &way)
{
    startSignIn(way, false);
}

void CredentialDialog::signInAtOnce()
{
    if (const auto ways = signInWays(); !ways.empty())
        startSignIn(ways.front(), true);
}

void CredentialDialog::startSignIn(const SignInWay &way, bool thenSave)
{
    if (!m_form->validate())
        return;
    m_banner->clear();
    const Credential credential = draft();
    setBusy(tr("Waiting for your sign-in"));
    const int generation = m_generation;
    m_services.resolver.signInWith(credential, QLatin1StringView(way.id), m_stop.get_token())
        .then(this, [this, generation, thenSave](const Result<SignedIn> &outcome) {
            if (generation != m_generation)
                return;
            if (outcome)
                return signedIn(*outcome, thenSave);
            setIdle();
            showError(*m_banner, outcome.error());
        });
}

void CredentialDialog::signedIn(const SignedIn &outcome, bool thenSave)
{
    FormValues values = m_form->values();
    values.addSecrets(outcome.keep);
    m_form->setValues(values);
    m_touched = true;
    if (m_name->text().trimmed().isEmpty() && !outcome.account.isEmpty())
        m_name->setText(freeName(outcome.account));
    tested(outcome.identity);
    if (thenSave && outcome.identity)
        save();
}

QString CredentialDialog::freeName(const QString &wished) const
{
    QString name = wished;
    for (int number = 2; m_services.credentials.findByName(name); ++number)
        name = u"%1 (%2)"_s.arg(wished).arg(number);
    return name;
}

void CredentialDialog::loadSecrets()
{
    m_banner->clear();
    setBusy(tr("Reading the keychain"));
    m_form->setEnabled(false);
    m_services.credentials.withSecrets(m_existing.id).then(this, [this](const Result<Credential> &credential) { loaded(credential); });
}

void CredentialDialog::loaded(const Result<Credential> &credential)
{
    setIdle();
    m_form->setEnabled(true);
    if (credential) {
        m_existing = *credential;
        m_unread = false;
        m_form->setValues(credential->values);
        refreshSignIn();
        return;
    }
    showError(*m_banner, credential.error());
    m_unread = isKeychainTrouble(credential.error());
    if (m_unread)
        m_banner->addRemedy(tr("Try Again"), [this] { loadSecrets(); });
}

//! What could not be read before must not be lost by writing only what was typed.
void CredentialDialog::addSecretsAndStore()
{
    m_banner->clear();
    setBusy(tr("Reading the keychain"));
    m_services.credentials.withSecrets(m_existing.id).then(this, [this, generation = m_generation](const Result<Credential> &known) {
        if (generation == m_generation)
            addSecrets(known);
    });
}

void CredentialDialog::addSecrets(const Result<Credential> &known)
{
    setIdle();
    if (!known && isKeychainTrouble(known.error()))
        return offerSession(known.error());
    FormValues values = m_form->values();
    const auto kept = known ? known->values.secrets() : QMap<QString, SecretValue>();
    for (auto it = kept.cbegin(); it != kept.cend(); ++it) {
        const QByteArray id = it.key().toLatin1();
        if (values.secret(QLatin1StringView(id)).isEmpty())
            values.setSecret(QLatin1StringView(id), it.value());
    }
    m_form->setValues(values);
    m_unread = false;
    store(false);
}

Credential CredentialDialog::draft() const
{
    Credential credential = m_existing;
    credential.name = m_name->text().trimmed();
    credential.values = withShownSecrets(m_form->values(), m_provider.credential); // as it will be saved: what is tested is what is kept
    return credential;
}

//! A sign-in that has renewed itself meanwhile is saved as it is now; one that the person emptied stays empty.
Credential CredentialDialog::draftToStore() const
{
    Credential credential = draft();
    const auto newest = m_services.resolver.withKept(credential).values.secrets();
    for (auto it = newest.cbegin(); it != newest.cend(); ++it) {
        const QByteArray id = it.key().toLatin1();
        if (!credential.values.secret(QLatin1StringView(id)).isEmpty())
            credential.values.setSecret(QLatin1StringView(id), it.value());
    }
    return credential;
}

void CredentialDialog::inputChanged()
{
    m_touched = true;
    m_status.reset();
    m_answer->hide();
    refreshSignIn();
    if (!m_busy->isBusy())
        m_banner->clear();
}

void CredentialDialog::setBusy(const QString &doing)
{
    ++m_generation;
    m_stop = std::stop_source();
    m_answer->hide();
    m_busy->start(doing, [this] {
        m_stop.request_stop();
        ++m_generation;
        setIdle();
    });
    m_test->setEnabled(false);
    m_signIn->setEnabled(false);
    m_save->setEnabled(false);
}

void CredentialDialog::setIdle()
{
    m_busy->stop();
    m_test->setEnabled(true);
    m_signIn->setEnabled(true);
    m_save->setEnabled(true);
    m_form->setEnabled(true);
}

void CredentialDialog::test()
{
    if (!m_form->validate())
        return;
    m_banner->clear();
    const Credential credential = draft();
    setBusy(credential.name.isEmpty() ? tr("Signing in") : tr("Signing in to %1").arg(credential.name));
    const int generation = m_generation;
    m_services.resolver.identify(credential, m_stop.get_token()).then(this, [this, generation](const Result<Identity> &outcome) {
        if (generation == m_generation)
            tested(outcome);
    });
}

void CredentialDialog::tested(const Result<Identity> &outcome)
{
    setIdle();
    const QDateTime now = m_services.clock.wallTime();
    m_status = statusFrom(outcome, now);
    if (outcome) {
        showIdentity(*outcome, now);
    } else {
        m_answer->setPill(badgeOf(*m_status).tone, badgeOf(*m_status).text);
        showError(*m_banner, outcome.error());
        const auto ways = signInWays();
        if (outcome.error().kind == ErrorKind::Unauthenticated && !ways.empty())
            m_banner->addRemedy(signInLabel(ways.front()), [this, way = ways.front()] { signIn(way); });
    }
    m_answer->show();
}

//! The pill says as much as it has room for; where that is not all, the rest stands above: which account, by which way.
void CredentialDialog::showIdentity(const Identity &identity, const QDateTime &now)
{
    const QString whole = tr("Signed in as %1").arg(identityText(identity, now));
    const int others = m_test->width() + (m_signIn->isVisible() ? m_signIn->width() + metrics::kSpace4 : 0);
    const int room = m_save->parentWidget()->width() - others - 2 * m_save->width() - kAroundAnswer;
    const QString fits = fittingParts(whole, room, m_answer->font());
    const bool shortened = fits != whole;
    m_answer->setPill(Tone::Ok, shortened && pillSize(fits, m_answer->font()).width() > room ? tr("Signed in") : fits);
    m_answer->setToolTip(plainToolTip(whole));
    if (shortened)
        m_banner->showMessage(MessageBanner::Kind::Ok, identityText(identity, now));
}

void CredentialDialog::reject()
{
    m_touched ? askToDiscard() : FramedDialog::reject();
}

void CredentialDialog::askToDiscard()
{
    m_banner->showMessage(MessageBanner::Kind::Warn, tr("What you entered is not saved."));
    setButtonKind(m_banner->addRemedy(tr("Discard"), [this] { FramedDialog::reject(); }), ButtonKind::Danger);
    m_banner
        ->addRemedy(tr("Keep Editing"),
                    [this] {
                        m_banner->clear();
                        m_name->setFocus();
                    })
        ->setFocus();
}

bool CredentialDialog::checkInput()
{
    const bool complete = m_form->validate();
    const bool named = !m_name->text().trimmed().isEmpty();
    m_form->setLeadingError(m_name, named ? QString() : tr("a credential needs a name"));
    return named && complete;
}

void CredentialDialog::save()
{
    store(false);
}

void CredentialDialog::saveForSession()
{
    store(true);
}

void CredentialDialog::store(bool sessionOnly)
{
    if (m_unread && !sessionOnly)
        return addSecretsAndStore();
    if (!checkInput())
        return;
    m_banner->clear();
    Credential credential = draftToStore();
    credential.sessionOnly = sessionOnly;
    setBusy(sessionOnly ? tr("Saving") : tr("Saving to the system keychain"));
    const int generation = m_generation;
    m_services.credentials.save(credential).then(this, [this, generation](const Result<Credential> &outcome) {
        if (generation == m_generation)
            stored(outcome);
    });
}

void CredentialDialog::stored(const Result<Credential> &outcome)
{
    setIdle();
    if (outcome) {
        m_services.resolver.adoptTrial(*outcome);
        if (m_status)
            m_services.credentials.setStatus(outcome->id, *m_status);
        emit saved(*outcome);
        accept();
        return;
    }
    const Credential *other = m_services.credentials.findByName(m_name->text().trimmed());
    if (outcome.error().kind == ErrorKind::InvalidInput && other && other->id != m_existing.id)
        m_form->setLeadingError(m_name, errorText(outcome.error()));
    else if (isKeychainTrouble(outcome.error()))
        offerSession(outcome.error());
    else
        showError(*m_banner, outcome.error());
}

void CredentialDialog::offerSession(const Error &error)
{
    m_banner->showMessage(MessageBanner::Kind::Warn,
                          tr("%1 Or keep the secrets in memory for this session only.").arg(errorText(error)));
    m_banner->addRemedy(tr("Try Again"), [this] { save(); });
    m_banner->addRemedy(tr("Keep for This Session Only"), [this] { saveForSession(); });
}

} // namespace sallyport
