// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/secret_line_edit.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

bool leaks(const QKeyEvent *event)
{
    for (const auto key : {QKeySequence::Undo, QKeySequence::Redo, QKeySequence::Copy, QKeySequence::Cut}) {
        if (event->matches(key))
            return true;
    }
    return false;
}

class SecretField final : public QLineEdit {
    Q_OBJECT
public:
    using QLineEdit::QLineEdit;

protected:
    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::ShortcutOverride && leaks(static_cast<QKeyEvent *>(event))) {
            event->accept(); // ours to ignore, not a menu's to act on
            return true;
        }
        return QLineEdit::event(event);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        if (!leaks(event))
            QLineEdit::keyPressEvent(event);
    }

    void contextMenuEvent(QContextMenuEvent *event) override
    {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Paste"), this, &QLineEdit::paste);
        menu->addAction(tr("Clear"), this, [this] {
            clear();
            emit textEdited({});
        });
        menu->popup(event->globalPos());
    }
};

// Qt's own interface would give the text away while it is shown, its length always, and each typed character as an
// event of the text interface. This one has no text interface, so such events find no way to the bus.
class SecretFieldInterface final : public QAccessibleWidget {
public:
    explicit SecretFieldInterface(SecretField *field) : QAccessibleWidget(field, QAccessible::EditableText) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value)
            return field()->text().isEmpty() ? QString() : u"********"_s; // of a length that says nothing
        return QAccessibleWidget::text(kind);
    }

    void setText(QAccessible::Text kind, const QString &words) override
    {
        if (kind != QAccessible::Value)
            return;
        field()->setText(words);
        emit field()->textEdited({});
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.passwordEdit = true;
        state.editable = true;
        return state;
    }

private:
    [[nodiscard]] SecretField *field() const { return static_cast<SecretField *>(widget()); }
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *field = qobject_cast<SecretField *>(object);
    return field ? new SecretFieldInterface(field) : nullptr;
}

} // namespace

SecretLineEdit::SecretLineEdit(QWidget *parent)
    : QWidget(parent), m_edit(new SecretField(this)), m_button(new QPushButton(tr("Show"), this)), m_timer(new QTimer(this))
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setDragEnabled(false);
    m_edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    m_button->setAutoDefault(false);
    m_timer->setSingleShot(true);
    m_timer->setInterval(kShownForMs);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace2);
    row->addWidget(m_edit, 1);
    row->addWidget(m_button);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { emit edited(); });
    connect(m_edit, &QLineEdit::returnPressed, this, &SecretLineEdit::returnPressed);
    connect(m_timer, &QTimer::timeout, this, &SecretLineEdit::hideValue);
    connect(m_button, &QPushButton::clicked, this, [this] { isShown() ? hideValue() : showValue(); });
}

SecretValue SecretLineEdit::value() const
{
    return SecretValue::fromString(m_edit->text());
}

void SecretLineEdit::setValue(const SecretValue &value)
{
    QString text = value.revealText();
    m_edit->setText(text);
    wipe(text);
    hideValue();
}

bool SecretLineEdit::isEmpty() const
{
    return m_edit->text().isEmpty();
}

void SecretLineEdit::setPlaceholderText(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void SecretLineEdit::setLabel(const QString &label)
{
    m_edit->setAccessibleName(label);
    m_button->setAccessibleName(tr("Show %1").arg(label));
}

bool SecretLineEdit::isShown() const
{
    return m_edit->echoMode() == QLineEdit::Normal;
}

void SecretLineEdit::showValue()
{
    m_edit->setEchoMode(QLineEdit::Normal);
    m_button->setText(tr("Hide"));
    m_timer->start();
}

void SecretLineEdit::hideValue()
{
    m_edit->setEchoMode(QLineEdit::Password);
    m_button->setText(tr("Show"));
    m_timer->stop();
}

} // namespace sallyport

#include "secret_line_edit.moc"
