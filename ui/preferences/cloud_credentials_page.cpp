// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/cloud_credentials_page.h"

#include "ui/credentials/credential_dialog.h"
#include "ui/credentials/credential_model.h"
#include "ui/credentials/credential_text.h"
#include "ui/preferences/cache_strip.h"
#include "ui/preferences/credential_table.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busy_indicator.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kMargin = 20;
constexpr int kNamesShown = 6;

QPushButton *plainButton(const QString &label, QWidget *parent)
{
    auto *button = new QPushButton(label, parent);
    button->setAutoDefault(false);
    return button;
}

QString listed(const QStringList &names)
{
    const QString some = names.mid(0, kNamesShown).join(u", "_s);
    return names.size() > kNamesShown ? some + u", …"_s : some;
}

} // namespace

CloudCredentialsPage::CloudCredentialsPage(const Services &services, UsersOfCredential usersOf, QWidget *parent)
    : QWidget(parent), m_services(services), m_usersOf(std::move(usersOf)),
      m_model(new CredentialModel(services.credentials, services.catalog, services.clock, this)), m_banner(new MessageBanner(this)),
      m_stack(new QStackedWidget(this)), m_table(new CredentialTable(this)), m_busy(new BusyIndicator(services.clock, this))
{
    auto *header =
        new SectionHeader(tr("Cloud Credentials"),
                          tr("Sallyport signs in with these to fetch linked secrets. Secret parts are kept in the system keychain."), this);
    m_add = plainButton(tr("Add Credentials"), this);
    setButtonKind(m_add, ButtonKind::Primary);
    auto *menu = new QMenu(m_add);
    addProviderActions(*menu, services.catalog, [this](const ProviderDescriptor &provider) { addCredential(provider); });
    m_add->setMenu(menu);
    header->addAction(m_add);
    buildTable();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(metrics::kSpace3);
    column->addWidget(header);
    column->addWidget(m_banner);
    auto *filled = new QWidget(this);
    auto *inner = new QVBoxLayout(filled);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(metrics::kSpace3);
    inner->addWidget(m_table, 1);
    inner->addWidget(buildButtons());
    m_stack->addWidget(filled);
    m_stack->addWidget(buildEmptyState());
    column->addWidget(m_stack, 1);
    column->addWidget(makeHairline(this));
    column->addWidget(new CacheStrip(services, this));

    connect(&services.credentials, &CredentialStore::changed, this, &CloudCredentialsPage::follow);
    follow();
}

CloudCredentialsPage::~CloudCredentialsPage()
{
    m_stop.request_stop();
}

void CloudCredentialsPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Credentials"));
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!selectedId().isEmpty())
            m_selected = selectedId();
        refreshButtons();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { select(m_selected); });
    connect(m_table, &QTableView::activated, this, [this] { editCredential(selectedId()); });
    connect(m_table, &CredentialTable::deleteWished, this, [this] { askToDelete(selectedId()); });
}

QWidget *CloudCredentialsPage::buildButtons()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace2);
    m_edit = plainButton(tr("Edit…"), bar);
    m_test = plainButton(tr("Test"), bar);
    m_delete = plainButton(tr("Delete"), bar);
    setButtonKind(m_delete, ButtonKind::Danger);
    row->addWidget(m_edit);
    row->addWidget(m_test);
    row->addWidget(m_delete);
    row->addSpacing(metrics::kSpace2);
    row->addWidget(m_busy, 1);
    row->addStretch(0);
    connect(m_edit, &QPushButton::clicked, this, [this] { editCredential(selectedId()); });
    connect(m_test, &QPushButton::clicked, this, [this] { testCredential(selectedId()); });
    connect(m_delete, &QPushButton::clicked, this, [this] { askToDelete(selectedId()); });
    return bar;
}

QWidget *CloudCredentialsPage::buildEmptyState()
{
    auto *empty = new EmptyState(u"key"_s, tr("No credentials yet"),
                                 tr("A credential is how Sallyport signs in to a vault. Add one here, or right-click any variable "
                                    "and choose Link to Secret: it is asked for on the way."),
                                 this);
    QPushButton *add = empty->setPrimary(tr("Add Credentials"), {});
    auto *menu = new QMenu(add);
    addProviderActions(*menu, m_services.catalog, [this](const ProviderDescriptor &provider) { addCredential(provider); });
    add->setMenu(menu);
    return empty;
}

void CloudCredentialsPage::follow()
{
    const bool none = m_services.credentials.credentials().empty();
    m_stack->setCurrentIndex(none ? 1 : 0);
    m_add->setVisible(!none); // the empty state has its own
    if (selectedId().isEmpty())
        select(m_selected);
    refreshButtons();
    if (!m_asking)
        refreshBanner();
}

QString CloudCredentialsPage::selectedId() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : m_model->idAt(rows.first().row());
}

void CloudCredentialsPage::select(const QString &id)
{
    const int row = qMax(0, m_model->rowOf(id));
    if (row < m_model->rowCount())
        m_table->selectRow(row);
}

void CloudCredentialsPage::refreshButtons()
{
    const bool some = !selectedId().isEmpty();
    m_edit->setEnabled(some);
    m_test->setEnabled(some && !m_busy->isBusy());
    m_delete->setEnabled(some);
}

// The first credential that needs something of the person.
void CloudCredentialsPage::refreshBanner()
{
    m_banner->clear();
    for (const Credential &credential : m_services.credentials.credentials()) {
        const CredentialStatus status = m_services.credentials.status(credential.id);
        if (status.state != CredentialStatus::State::Failed)
            continue;
        const bool signIn = status.kind == ErrorKind::Unauthenticated;
        m_banner->showMessage(signIn ? MessageBanner::Kind::Warn : MessageBanner::Kind::Bad,
                              signIn ? tr("needs a new sign-in. %1").arg(status.text) : tr("cannot be used. %1").arg(status.text),
                              credential.name);
        const QString id = credential.id;
        const auto ways = signInWays(credential, m_services.catalog);
        if (signIn && !ways.empty())
            m_banner->addRemedy(signInLabel(ways.front()), [this, id] { this->signIn(id); });
        else if (signIn || traitsOf(status.kind).retryable)
            m_banner->addRemedy(remedyLabel(status.kind), [this, id] { testCredential(id); });
        m_banner->addRemedy(tr("Edit…"), [this, id] { editCredential(id); });
        return;
    }
}

void CloudCredentialsPage::addCredential(const ProviderDescriptor &provider)
{
    auto *dialog = new CredentialDialog(m_services, provider, window());
    connect(dialog, &CredentialDialog::saved, this, [this](const Credential &credential) { select(credential.id); });
    dialog->open();
    dialog->signInAtOnce();
}

void CloudCredentialsPage::editCredential(const QString &id)
{
    if (const Credential *credential = m_services.credentials.findById(id))
        (new CredentialDialog(m_services, *credential, window()))->open();
}

void CloudCredentialsPage::testCredential(const QString &id)
{
    withLoaded(id, [this](const Credential &credential, int generation) { identify(credential, generation); });
}

void CloudCredentialsPage::signIn(const QString &id)
{
    withLoaded(id, [this](const Credential &credential, int generation) {
        const auto ways = signInWays(credential, m_services.catalog);
        if (ways.empty())
            return identify(credential, generation);
        m_services.resolver.signInWith(credential, QLatin1StringView(ways.front().id), m_stop.get_token())
            .then(this, [this, credential, generation](const Result<SignedIn> &outcome) {
                if (generation != m_generation)
                    return;
                if (outcome)
                    identify(credential, generation);
                else
                    checked(credential.id, outcome.error());
            });
    });
}

//! Loads the secret fields and goes on with `next`; shows waiting, and what goes wrong, as the state of the credential.
void CloudCredentialsPage::withLoaded(const QString &id, const WithCredential &next)
{
    const Credential *credential = m_services.credentials.findById(id);
    if (!credential)
        return;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_asking = false;
    const int generation = ++m_generation;
    m_model->setChecking(id);
    m_busy->start(tr("Signing in to %1").arg(credential->name), [this] {
        ++m_generation;
        m_stop.request_stop();
        m_model->setChecking({});
        refreshButtons();
    });
    refreshButtons();
    m_services.credentials.withSecrets(id).then(this, [this, id, generation, next](const Result<Credential> &loaded) {
        if (generation != m_generation)
            return;
        if (loaded)
            next(*loaded, generation);
        else
            checked(id, loaded.error());
    });
}

void CloudCredentialsPage::identify(const Credential &credential, int generation)
{
    m_services.resolver.identify(credential, m_stop.get_token())
        .then(this, [this, id = credential.id, generation](const Result<Identity> &outcome) {
            if (generation == m_generation)
                checked(id, outcome);
        });
}

void CloudCredentialsPage::checked(const QString &id, const Result<Identity> &outcome)
{
    m_busy->stop();
    m_model->setChecking({});
    refreshButtons();
    if (outcome || outcome.error().kind != ErrorKind::Cancelled)
        m_services.credentials.setStatus(id, statusFrom(outcome, m_services.clock.wallTime()));
}

void CloudCredentialsPage::askToDelete(const QString &id)
{
    const Credential *credential = m_services.credentials.findById(id);
    if (!credential)
        return;
    const QStringList users = m_usersOf ? m_usersOf(*credential) : QStringList();
    const auto count = static_cast<int>(users.size());
    QString words = tr("is not used in the open workspace. Delete it, and its entry in the keychain?");
    if (count == 1)
        words = tr("is used by %1, which will not resolve any more. Delete it all the same?").arg(users.first());
    else if (count > 1)
        words = tr("is used in %1 places, which will not resolve any more: %2. Delete it all the same?").arg(count).arg(listed(users));
    m_asking = true;
    m_banner->showMessage(count > 0 ? MessageBanner::Kind::Bad : MessageBanner::Kind::Warn, words, credential->name);
    setButtonKind(m_banner->addRemedy(tr("Delete"), [this, id] { deleteCredential(id); }), ButtonKind::Danger);
    m_banner
        ->addRemedy(tr("Keep"),
                    [this] {
                        m_asking = false;
                        refreshBanner();
                    })
        ->setFocus();
}

void CloudCredentialsPage::deleteCredential(const QString &id)
{
    m_asking = false;
    m_banner->clear();
    m_busy->start(tr("Deleting from the keychain"), {});
    m_services.credentials.remove(id).then(this, [this, id](const Result<Done> &outcome) {
        m_busy->stop();
        refreshButtons();
        if (outcome)
            return refreshBanner();
        m_asking = true;
        showError(*m_banner, outcome.error());
        m_banner->addRemedy(tr("Try Again"), [this, id] { deleteCredential(id); });
    });
}

} // namespace sallyport
