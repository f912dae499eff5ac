// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/cache_strip.h"

#include "app/base/json.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/relative_time.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr std::chrono::minutes kTick{1};
constexpr int kListChars = 56;
constexpr int kListRows = 8;

//! A number that is too large becomes the largest; of a plain spin box the last digit would not be taken, and 721 would read 72.
class MinutesBox final : public QSpinBox {
public:
    using QSpinBox::QSpinBox;

protected:
    [[nodiscard]] QValidator::State validate(QString &text, int &position) const override
    {
        const QValidator::State state = QSpinBox::validate(text, position);
        return state == QValidator::Invalid && isTooLarge(text) ? QValidator::Intermediate : state;
    }
    void fixup(QString &text) const override
    {
        if (isTooLarge(text))
            text.setNum(maximum());
        else
            QSpinBox::fixup(text);
    }

private:
    [[nodiscard]] bool isTooLarge(const QString &text) const
    {
        bool isNumber = false;
        return text.toLongLong(&isNumber) > maximum() && isNumber;
    }
};

} // namespace

CacheStrip::CacheStrip(const Services &services, QWidget *parent)
    : QWidget(parent), m_services(services), m_duration(new MinutesBox(this)), m_list(new QPushButton(this)),
      m_reset(new QPushButton(tr("Reset Cache"), this)), m_banner(new MessageBanner(this))
{
    auto *label = new QLabel(tr("Secret Cache Duration (min)"), this);
    label->setFont(strongFont());
    label->setBuddy(m_duration);
    m_duration->setAccessibleName(label->text());
    m_duration->setRange(0, static_cast<int>(SecretCache::kMaxTimeToLive.count()));
    m_duration->setKeyboardTracking(false); // 7 on the way to 720 would drop what is older than 7 minutes
    m_duration->setValue(static_cast<int>(services.settings.secretCacheDuration().count()));
    m_list->setAutoDefault(false);
    m_reset->setAutoDefault(false);
    setButtonKind(m_list, ButtonKind::Link);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::kSpace2);
    row->addWidget(label);
    row->addWidget(m_duration);
    row->addWidget(makeNote(tr("0 turns the cache off; values live in memory only"), true, this), 1);
    row->addWidget(m_list);
    row->addWidget(m_reset);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kSpace2);
    column->addWidget(m_banner);
    column->addLayout(row);
    connect(m_duration, &QSpinBox::valueChanged, this, &CacheStrip::setDuration);
    connect(m_reset, &QPushButton::clicked, this, [this] { m_services.cache.clear(); });
    connect(m_list, &QPushButton::clicked, this, &CacheStrip::showList);
    connect(&services.cache, &SecretCache::changed, this, &CacheStrip::refresh);
    tick();
}

// Entries end by themselves, without a signal.
void CacheStrip::tick()
{
    refresh();
    m_services.clock.after(kTick, this, [this] { tick(); });
}

void CacheStrip::refresh()
{
    const auto count = static_cast<int>(m_services.cache.list().size());
    m_list->setText(count == 1 ? tr("1 secret cached") : tr("%1 secrets cached").arg(count));
    m_list->setEnabled(count > 0);
    m_reset->setEnabled(count > 0);
}

void CacheStrip::setDuration(int minutes)
{
    const std::chrono::minutes duration(minutes);
    m_services.cache.setTimeToLive(duration);
    const Result<Done> written = m_services.settings.setSecretCacheDuration(duration);
    written ? m_banner->clear() : showError(*m_banner, written.error());
    refresh();
}

QString CacheStrip::nameOf(const SecretCacheKey &key) const
{
    const auto kind = m_services.catalog.findKind(key.kindId);
    if (!kind || !kind->secret->summary)
        return key.kindId;
    const auto locator = json::parse(key.locator.toUtf8());
    const auto values = locator ? FormValues::fromJson(kind->secret->reference, *locator) : Result<FormValues>(FormValues());
    return kind->secret->summary(values.value_or(FormValues()));
}

QStringList CacheStrip::cachedLines() const
{
    QStringList lines;
    for (const SecretCache::Listing &entry : m_services.cache.list()) {
        const Credential *credential = m_services.credentials.findById(entry.key.credentialId);
        lines += u"%1 · %2 · %3"_s.arg(nameOf(entry.key), credential ? credential->name : tr("credential deleted"), ageText(entry.age));
    }
    return lines;
}

void CacheStrip::showList()
{
    auto *popup = new QFrame(this, Qt::Popup);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setFrameShape(QFrame::StyledPanel);
    fillWith(popup, QPalette::Base);
    auto *list = new QListWidget(popup);
    list->setAccessibleName(tr("Cached secrets"));
    list->setFrameShape(QFrame::NoFrame);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setTextElideMode(Qt::ElideMiddle);
    const int height = qMax(metrics::kTreeRow, list->fontMetrics().height() + 8);
    for (const QString &line : cachedLines()) {
        auto *item = new QListWidgetItem(line, list);
        item->setSizeHint(QSize(0, height)); // as wide as the list, however long the words are
        item->setToolTip(plainToolTip(line));
    }
    auto *column = new QVBoxLayout(popup);
    column->setContentsMargins(metrics::kSpace3, metrics::kSpace3, metrics::kSpace3, metrics::kSpace3);
    column->addWidget(makeNote(tr("Names and ages of what is in memory. Values are never shown."), true, popup));
    column->addWidget(list);
    const int rows = qBound(1, list->count(), kListRows);
    popup->resize(fontMetrics().averageCharWidth() * kListChars, (rows + 2) * qMax(metrics::kTreeRow, fontMetrics().height() + 10) + 24);
    popup->move(m_list->mapToGlobal(QPoint(m_list->width() - popup->width(), -popup->height() - metrics::kSpace1)));
    popup->show();
    list->setFocus();
}

} // namespace sallyport
