// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/links/link_secret_dialog.h"

#include "app/template/vault_tag.h"
#include "ui/credentials/credential_combo.h"
#include "ui/credentials/credential_text.h"
#include "ui/forms/schema_form.h"
#include "ui/links/secret_menu.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busy_indicator.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/pill_label.h"
#include "ui/widgets/secret_text.h"

#include <QBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kWidth = 680;
constexpr int kLongVersion = 12;

//! Versions may be numbers, or ids that fill the line and say nothing.
QString shortVersion(const QString &version)
{
    return version.size() > kLongVersion ? version.first(8) + u'\u2026' : version;
}

} // namespace

LinkSecretDialog::LinkSecretDialog(const Services &services, const Catalog::Kind &kind, const QString &workspaceId,
                                   const QString &variableName, const std::optional<SecretLink> &existing, QWidget *parent)
    : FramedDialog(parent), m_services(services), m_kind(kind), m_workspaceId(workspaceId),
      m_credential(new CredentialCombo(services, kind, this)), m_form(new SchemaForm(kind.secret->reference, this)),
      m_banner(new MessageBanner(this)), m_busy(new BusyIndicator(services.clock, this)), m_answerRow(new QWidget(this)),
      m_answer(new PillLabel(m_answerRow)), m_detail(new ElidedLabel({}, m_answerRow)), m_value(new SecretText(m_answerRow)),
      m_reveal(new QPushButton(tr("Reveal"), m_answerRow)), m_reference(new ElidedLabel({}, this, Qt::ElideMiddle))
{
    setAttribute(Qt::WA_DeleteOnClose);
    build(variableName);
    QPushButton *cancel = addButton(tr("Cancel"));
    QPushButton *go = addPrimaryButton(existing ? tr("Update Link") : tr("Link"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(go, &QPushButton::clicked, this, &LinkSecretDialog::accept);
    start(existing);
    openAtWidth(kWidth);
}

LinkSecretDialog::~LinkSecretDialog()
{
    m_stop.request_stop();
}

void LinkSecretDialog::build(const QString &variableName)
{
    setHeading(variableName.isEmpty() ? tr("Link to a secret") : tr("Link “%1” to a secret").arg(variableName),
               QString::fromUtf8(m_kind.secret->label));
    m_form->addLeadingRow(tr("Credential"), m_credential);
    buildAnswerRow();
    buildReferenceRow();
    body()->addWidget(m_banner);
    bringIntoView(m_banner);
    body()->addWidget(m_form);
    body()->addStretch(1);

    auto *copy = new QPushButton(tr("Copy Reference"), this);
    copy->setAutoDefault(false);
    setButtonKind(copy, ButtonKind::Link);
    footerLeft()->addWidget(copy);
    footerLeft()->addStretch(1);
    connect(copy, &QPushButton::clicked, this, [this] { copyReference(reference()); });
    connect(m_credential, &CredentialCombo::credentialChanged, this, &LinkSecretDialog::inputChanged);
    connect(m_form, &SchemaForm::changed, this, &LinkSecretDialog::inputChanged);
    connect(m_reveal, &QPushButton::clicked, this, [this] { m_value->isHidden() ? reveal() : hideValue(); });
    m_form->setSuggestionSource([this](const QString &fieldId, std::stop_token stop) { return suggest(fieldId, std::move(stop)); });
}

void LinkSecretDialog::buildAnswerRow()
{
    setMuted(m_detail);
    setButtonKind(m_reveal, ButtonKind::Link);
    m_reveal->setAutoDefault(false);
    m_reveal->hide();
    m_answer->hide();
    m_value->hide();
    auto *row = new QHBoxLayout(m_answerRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace2);
    row->addWidget(m_answer);
    row->addWidget(m_detail, 1);
    row->addWidget(m_value, 1, Qt::AlignVCenter);
    row->addWidget(m_busy, 1);
    row->addWidget(m_reveal);
    m_answerRow->setMinimumHeight(m_reveal->sizeHint().height());
    m_form->addTrailingRow({}, m_answerRow);
}

void LinkSecretDialog::buildReferenceRow()
{
    m_reference->setFont(fixedFont());
    m_reference->setMinimumHeight(m_credential->sizeHint().height());
    m_form->addTrailingRow(tr("As reference"), m_reference);
}

void LinkSecretDialog::start(const std::optional<SecretLink> &existing)
{
    if (existing) {
        m_foreignReference = existing->credential;
        const Credential *known = m_services.credentials.bound(existing->providerId, existing->credential, m_workspaceId);
        m_credential->selectCredential(known ? known->id : QString());
        m_form->setValues(existing->reference);
    }
    inputChanged();
    if (m_credential->isEmpty())
        offerCredential();
    else if (QWidget *first = m_form->firstToFill())
        first->setFocus(); // the credential is chosen already
}

void LinkSecretDialog::offerCredential()
{
    m_banner->showMessage(MessageBanner::Kind::Info,
                          tr("A credential says how to sign in to %1. There is none yet.").arg(QString::fromUtf8(m_kind.secret->label)));
    m_banner->addRemedy(tr("Add Credential…"), [this] { m_credential->addCredential(); });
}

SecretLink LinkSecretDialog::link() const
{
    const Credential *chosen = m_services.credentials.findById(m_credential->credentialId());
    const QString providerId = QString::fromUtf8(m_kind.provider->id);
    const Credential *before =
        m_foreignReference.isEmpty() ? nullptr : m_services.credentials.bound(providerId, m_foreignReference, m_workspaceId);
    QString reference = chosen ? chosen->name : QString();
    if (!chosen || (before && before->id == chosen->id))
        reference = m_foreignReference.isEmpty() ? reference : m_foreignReference; // unchanged: the file's diff stays small
    return {QString::fromUtf8(m_kind.secret->id), providerId, reference, m_form->values()};
}

QString LinkSecretDialog::reference() const
{
    return writeVaultTag(link().toTag(m_services.catalog));
}

QString LinkSecretDialog::detail() const
{
    return m_detail->text();
}

void LinkSecretDialog::accept()
{
    const bool chosen = !m_credential->credentialId().isEmpty() || !m_foreignReference.isEmpty();
    const bool complete = m_form->validate();
    m_form->setLeadingError(m_credential, chosen ? QString() : tr("choose the credential that fetches it"));
    if (!chosen || !complete)
        return;
    SecretLink made = link();
    for (const FieldSpec &field : m_kind.secret->reference) {
        const QLatin1StringView id(field.id);
        if (m_detected.contains(id) && made.reference.textOr(field) == QString::fromUtf8(field.defaultValue))
            made.reference.setText(id, m_detected.text(id));
    }
    emit linked(writeVaultTag(made.toTag(m_services.catalog)));
    FramedDialog::accept();
}

void LinkSecretDialog::inputChanged()
{
    const int generation = ++m_generation;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_busy->stop();
    m_detected = {};
    hideValue();
    if (!m_credential->credentialId().isEmpty()) {
        m_form->setLeadingError(m_credential, {});
        m_banner->clear();
    }
    m_reference->setText(reference());
    for (const FieldSpec &field : m_kind.secret->reference)
        m_form->setNote(QLatin1StringView(field.id), {});
    if (!m_form->isComplete() || m_credential->credentialId().isEmpty()) {
        setAnswer(static_cast<int>(Tone::Neutral), {}, tr("What is found appears here as soon as the secret is named."));
        return;
    }
    m_services.clock.after(kDebounce, this, [this, generation] { look(generation); });
}

void LinkSecretDialog::look(int generation)
{
    if (generation != m_generation)
        return;
    const QString what = m_kind.secret->summary ? m_kind.secret->summary(m_form->values()) : QString();
    withCredential(tr("Looking for %1").arg(what), [this](const Credential &credential, int asked) { previewWith(credential, asked); });
}

//! Shows waiting and goes on with the chosen credential and its secret fields, unless something has changed meanwhile.
void LinkSecretDialog::withCredential(const QString &doing, const std::function<void(const Credential &, int)> &next)
{
    m_answer->hide();
    m_detail->hide();
    m_reveal->hide();
    m_busy->start(doing, [this] {
        ++m_generation;
        m_stop.request_stop();
        setAnswer(static_cast<int>(Tone::Neutral), {}, tr("Not looked up."));
    });
    m_services.credentials.withSecrets(m_credential->credentialId())
        .then(this, [this, next, generation = m_generation](const Result<Credential> &credential) {
            if (generation != m_generation)
                return;
            if (credential)
                next(*credential, generation);
            else
                notFound(credential.error());
        });
}

//! Signs in with the person's help, and looks again.
void LinkSecretDialog::signIn(const SignInWay &way)
{
    m_banner->clear();
    withCredential(tr("Waiting for your sign-in"), [this, way](const Credential &credential, int generation) {
        m_services.resolver.signInWith(credential, QLatin1StringView(way.id), m_stop.get_token())
            .then(this, [this, generation, id = credential.id](const Result<SignedIn> &outcome) {
                if (generation != m_generation)
                    return;
                if (!outcome)
                    return notFound(outcome.error());
                m_services.credentials.setStatus(id, statusFrom(outcome->identity, m_services.clock.wallTime()));
                inputChanged();
            });
    });
}

void LinkSecretDialog::previewWith(const Credential &credential, int generation)
{
    m_services.resolver.preview(link(), credential, m_stop.get_token())
        .then(this, [this, generation](const Result<SecretPreview> &preview) {
            if (generation != m_generation)
                return;
            if (preview)
                found(*preview);
            else
                notFound(preview.error());
        });
}

void LinkSecretDialog::found(const SecretPreview &preview)
{
    m_busy->stop();
    m_banner->clear();
    m_detected = preview.detected;
    for (const FieldSpec &field : m_kind.secret->reference) {
        const QLatin1StringView id(field.id);
        if (preview.detected.contains(id) && preview.detected.text(id) != m_form->values().textOr(field))
            m_form->setNote(id, preview.note); // what was left open is told where it was left open
    }
    QStringList parts;
    if (!preview.version.isEmpty())
        parts << tr("version %1").arg(shortVersion(preview.version));
    if (!preview.keys.isEmpty())
        parts
            << tr("%n key(s)", nullptr, static_cast<int>(preview.keys.size())).replace("(s)"_L1, preview.keys.size() == 1 ? ""_L1 : "s"_L1);
    if (preview.keyFound) {
        parts << tr("value hidden");
        setAnswer(static_cast<int>(Tone::Ok), tr("Found"), parts.join(u" · "_s));
        m_reveal->show();
    } else {
        setAnswer(static_cast<int>(Tone::Warn), tr("Key not found"), tr("it has %1").arg(preview.keys.join(u", "_s)));
    }
}

void LinkSecretDialog::notFound(const Error &error)
{
    m_busy->stop();
    if (error.kind == ErrorKind::Cancelled)
        return setAnswer(static_cast<int>(Tone::Neutral), {}, tr("Not looked up."));
    setAnswer(static_cast<int>(error.kind == ErrorKind::Unauthenticated ? Tone::Warn : Tone::Bad), errorBadge(error.kind),
              tr("linking works all the same"));
    m_banner->showMessage(error.kind == ErrorKind::Unauthenticated ? MessageBanner::Kind::Warn : MessageBanner::Kind::Bad,
                          errorText(error));
    const Credential *credential = m_services.credentials.findById(m_credential->credentialId());
    const auto ways = credential ? signInWays(*credential, m_services.catalog) : std::span<const SignInWay>();
    if (error.kind == ErrorKind::Unauthenticated && !ways.empty())
        m_banner->addRemedy(signInLabel(ways.front()), [this, way = ways.front()] { signIn(way); });
    else
        m_banner->addRemedy(tr("Try Again"), [this] { inputChanged(); });
}

void LinkSecretDialog::setAnswer(int tone, const QString &badge, const QString &detail)
{
    m_busy->stop();
    m_answer->setPill(static_cast<Tone>(tone), badge);
    m_answer->setVisible(!badge.isEmpty());
    m_detail->setText(detail);
    m_detail->show();
    m_reveal->hide();
}

void LinkSecretDialog::reveal()
{
    const int generation = ++m_revealGeneration;
    m_services.resolver.resolve(link(), m_workspaceId, m_stop.get_token()).then(this, [this, generation](const Result<SecretValue> &value) {
        revealed(value, generation);
    });
}

void LinkSecretDialog::revealed(const Result<SecretValue> &value, int generation)
{
    if (generation != m_revealGeneration)
        return;
    if (!value)
        return notFound(value.error());
    m_detail->hide();
    m_value->setValue(*value);
    m_value->show();
    m_reveal->setText(tr("Hide"));
    m_services.clock.after(kRevealFor, this, [this, generation] {
        if (generation == m_revealGeneration)
            hideValue();
    });
}

void LinkSecretDialog::hideValue()
{
    ++m_revealGeneration;
    if (!m_value->isHidden())
        m_detail->show();
    m_value->clear();
    m_value->hide();
    m_reveal->setText(tr("Reveal"));
}

Async<std::vector<Suggestion>> LinkSecretDialog::suggest(const QString &fieldId, std::stop_token stop)
{
    Completer<std::vector<Suggestion>> done;
    const QString id = m_credential->credentialId();
    if (id.isEmpty()) {
        done(Error{ErrorKind::InvalidInput, u"no credential is chosen"_s, u"Choose or add one above."_s});
        return done.future();
    }
    m_services.credentials.withSecrets(id).then(this, [this, done, fieldId, stop](const Result<Credential> &credential) {
        if (!credential)
            return done(credential.error());
        m_services.resolver.suggest(link(), *credential, fieldId, stop).then(this, [done](const Result<std::vector<Suggestion>> &found) {
            done(found);
        });
    });
    return done.future();
}

} // namespace sallyport
