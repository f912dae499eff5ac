// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/credentials/person_questions.h"

#include "ui/forms/schema_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/framed_dialog.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/secret_line_edit.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kWidth = 560;
constexpr int kCommandLines = 4;

//! A dialog that also goes when its question is not wanted any more.
class QuestionDialog final : public FramedDialog {
public:
    QuestionDialog(QWidget *parent, const std::stop_token &stop)
        : FramedDialog(parent), m_onStop(stop, [this] { QMetaObject::invokeMethod(this, &QDialog::reject, Qt::QueuedConnection); })
    {
        setAttribute(Qt::WA_DeleteOnClose);
    }
    ~QuestionDialog() override { emit rejected(); } // gone with its window: nobody waits for an answer any more
    Q_DISABLE_COPY_MOVE(QuestionDialog)
    using FramedDialog::openAtWidth;

private:
    std::stop_callback<std::function<void()>> m_onStop;
};

//! As a person would type it; quoted where a blank would mislead.
QString commandLine(const RunCommand &question)
{
    QStringList words{question.program};
    words += question.arguments;
    for (QString &word : words) {
        if (word.isEmpty() || word.contains(u' ') || word.contains(u'"'))
            word = u'"' + QString(word).replace(u'"', u"\\\""_s) + u'"';
    }
    return words.join(u' ');
}

QPlainTextEdit *commandView(const RunCommand &question, QWidget *parent)
{
    auto *view = new QPlainTextEdit(commandLine(question), parent);
    view->setReadOnly(true);
    view->setFont(fixedFont());
    view->setAccessibleName(PersonQuestions::tr("Command"));
    view->setTabChangesFocus(true);
    view->setFixedHeight(view->fontMetrics().lineSpacing() * kCommandLines + 2 * metrics::kSpace3);
    return view;
}

//! What for, and what the person does.
QLabel *purposeNote(const QString &purpose, const QString &what, QWidget *parent)
{
    return makeNote(purpose.isEmpty() ? what : asSentence(purpose) + u' ' + what, false, parent);
}

//! A line to be copied, with its button.
QWidget *copyRow(const QString &text, const QString &name, QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::kSpace2);
    auto *field = new QLineEdit(text, row);
    field->setReadOnly(true);
    field->setCursorPosition(0);
    field->setToolTip(plainToolTip(text)); // addresses are longer than the field
    field->setFont(fixedFont());
    field->setAccessibleName(name);
    auto *copy = new QPushButton(PersonQuestions::tr("Copy"), row);
    copy->setAutoDefault(false);
    copy->setAccessibleName(PersonQuestions::tr("Copy %1").arg(name));
    QObject::connect(copy, &QPushButton::clicked, field, [text] { QGuiApplication::clipboard()->setText(text); });
    layout->addWidget(field, 1);
    layout->addWidget(copy);
    return row;
}

//! Hands over what was pasted; says under the field why it does not fit.
void addPasteRow(SchemaForm &form, const BrowserSession &session, QWidget *parent)
{
    auto *pasted = new QLineEdit(parent);
    pasted->setPlaceholderText(session.redirectUri().toString() + u"?…"_s);
    pasted->setAccessibleName(PersonQuestions::tr("Address you were sent to"));
    form.addLeadingRow(PersonQuestions::tr("Sent back to"), pasted,
                       PersonQuestions::tr("Only where the browser runs on another machine: paste the whole address it ends up at."));
    QObject::connect(pasted, &QLineEdit::textChanged, &form, [&form, pasted, session](const QString &text) {
        const auto taken = text.trimmed().isEmpty() ? Result<Done>(Done{}) : session.submitRedirect(text);
        form.setLeadingError(pasted, taken ? QString() : errorText(taken.error()));
    });
}

} // namespace

PersonQuestions::PersonQuestions(Interlocutor &interlocutor, QWidget *window)
    : QObject(window), m_interlocutor(interlocutor), m_openPage([](const QUrl &url) { return QDesktopServices::openUrl(url); }),
      m_window(window)
{
    m_interlocutor.setBrowserHandler(
        [this](const BrowserSession &session, std::stop_token stop) { return showPage(session, std::move(stop)); });
    m_interlocutor.setShowCodeHandler(
        [this](const ShowCode &question, const std::stop_source &conversation) { showCode(question, conversation); });
    m_interlocutor.setAskUserHandler([this](const AskUser &question, std::stop_token stop) { return askUser(question, std::move(stop)); });
    m_interlocutor.setConsentHandler(
        [this](const RunCommand &question, std::stop_token stop) { return askConsent(question, std::move(stop)); });
}

//! Before which window: the one that the person is in, so that it gets the keyboard back.
QWidget *PersonQuestions::front() const
{
    QWidget *modal = QApplication::activeModalWidget();
    QWidget *active = modal ? modal : QApplication::activeWindow();
    return active && active->windowType() != Qt::Popup ? active : m_window;
}

PersonQuestions::~PersonQuestions()
{
    m_interlocutor.setAskUserHandler({});
    m_interlocutor.setConsentHandler({});
    m_interlocutor.setBrowserHandler({});
    m_interlocutor.setShowCodeHandler({});
}

Async<UserAnswer> PersonQuestions::askUser(const AskUser &question, std::stop_token stop)
{
    Completer<UserAnswer> done;
    auto *dialog = new QuestionDialog(front(), stop);
    dialog->setHeading(question.label, tr("Signing In"));
    dialog->body()->addWidget(makeNote(asSentence(question.prompt), false, dialog));
    auto *form = new SchemaForm({}, dialog);
    auto *secret = new SecretLineEdit(dialog);
    auto *plain = new QLineEdit(dialog);
    secret->setLabel(question.label);
    plain->setAccessibleName(question.label);
    secret->setVisible(question.masked);
    plain->setVisible(!question.masked);
    form->addLeadingRow(question.label, question.masked ? static_cast<QWidget *>(secret) : plain);
    dialog->body()->addWidget(form);
    dialog->body()->addStretch(1);
    connect(dialog->addButton(tr("Cancel")), &QPushButton::clicked, dialog, &QDialog::reject);
    QPushButton *go = dialog->addPrimaryButton(tr("Sign In"));
    const auto value = [secret, plain, masked = question.masked] {
        return masked ? secret->value() : SecretValue::fromString(plain->text().trimmed());
    };
    const auto refresh = [go, value] { go->setEnabled(!value().isEmpty()); };
    connect(secret, &SecretLineEdit::edited, go, refresh);
    connect(plain, &QLineEdit::textEdited, go, refresh);
    connect(go, &QPushButton::clicked, dialog, &QDialog::accept);
    connect(dialog, &QDialog::accepted, dialog, [done, value] { done(UserAnswer{value()}); });
    connect(dialog, &QDialog::rejected, dialog, [done] { done(cancelledError()); });
    refresh();
    dialog->openAtWidth(kWidth);
    dialog->open();
    (question.masked ? secret->field() : plain)->setFocus();
    return done.future();
}

Async<Done> PersonQuestions::askConsent(const RunCommand &question, std::stop_token stop)
{
    Completer<Done> done;
    auto *dialog = new QuestionDialog(front(), stop);
    dialog->setHeading(tr("Run this command?"), tr("Signing In"));
    const QString source = tr("A file of your own configuration names it as the source of credentials.");
    dialog->body()->addWidget(makeNote(question.purpose.isEmpty() ? source : asSentence(question.purpose), false, dialog));
    dialog->body()->addWidget(commandView(question, dialog));
    const QString how = tr("It gets your rights and runs without a shell. You are asked once for each command, until Sallyport is closed.");
    dialog->body()->addWidget(makeNote(how, true, dialog));
    dialog->body()->addStretch(1);
    QPushButton *refuse = dialog->addButton(tr("Do Not Run"));
    QPushButton *run = dialog->addPrimaryButton(tr("Run"));
    connect(refuse, &QPushButton::clicked, dialog, &QDialog::reject);
    connect(run, &QPushButton::clicked, dialog, &QDialog::accept);
    connect(dialog, &QDialog::accepted, dialog, [done] { done(Done{}); });
    connect(dialog, &QDialog::rejected, dialog, [done, program = question.program] {
        done(Error{ErrorKind::PermissionDenied, u"the command %1 was not run: you did not allow it"_s.arg(program),
                   u"Try again and allow it, or choose another way to sign in."_s});
    });
    dialog->openAtWidth(kWidth);
    dialog->open();
    refuse->setFocus();
    return done.future();
}

Async<Done> PersonQuestions::showPage(const BrowserSession &session, std::stop_token stop)
{
    auto *dialog = new QuestionDialog(front(), stop);
    dialog->setHeading(tr("Go on in your browser"), tr("Signing In"));
    const bool opened = m_openPage(session.url());
    const QString said = opened ? tr("A page has opened in your browser. Come back here when it says so.")
                                : tr("No browser could be opened. Copy the address and open it yourself.");
    dialog->body()->addWidget(purposeNote(session.purpose(), said, dialog));
    auto *form = new SchemaForm({}, dialog);
    form->addLeadingRow(tr("Address"), copyRow(session.url().toString(QUrl::FullyEncoded), tr("Address of the sign-in page"), dialog));
    addPasteRow(*form, session, dialog);
    dialog->body()->addWidget(form);
    dialog->body()->addStretch(1);
    QPushButton *cancel = dialog->addButton(tr("Cancel"));
    QPushButton *again = dialog->addPrimaryButton(tr("Open Again"));
    connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    connect(again, &QPushButton::clicked, dialog, [this, url = session.url()] { m_openPage(url); });
    connect(dialog, &QDialog::rejected, dialog, [session] { session.cancel(); });
    dialog->openAtWidth(kWidth);
    dialog->open();
    return answered<Done>(Done{});
}

void PersonQuestions::showCode(const ShowCode &question, const std::stop_source &conversation)
{
    auto *dialog = new QuestionDialog(front(), conversation.get_token());
    dialog->setHeading(tr("Enter this code"), tr("Signing In"));
    const QString how = tr("Open the page, compare the code and confirm. This window closes by itself.");
    dialog->body()->addWidget(purposeNote(question.purpose, how, dialog));
    auto *form = new SchemaForm({}, dialog);
    form->addLeadingRow(tr("Code"), copyRow(question.userCode, tr("Code"), dialog));
    form->addLeadingRow(tr("Page"), copyRow(question.verificationUri.toString(QUrl::FullyEncoded), tr("Address of the page"), dialog));
    dialog->body()->addWidget(form);
    dialog->body()->addStretch(1);
    QPushButton *cancel = dialog->addButton(tr("Cancel"));
    QPushButton *open = dialog->addPrimaryButton(tr("Open Page"));
    const QUrl page = question.verificationUriComplete.isEmpty() ? question.verificationUri : question.verificationUriComplete;
    connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    connect(open, &QPushButton::clicked, dialog, [this, page] { m_openPage(page); });
    connect(dialog, &QDialog::rejected, dialog, [conversation]() mutable { conversation.request_stop(); });
    dialog->openAtWidth(kWidth);
    dialog->open();
}

} // namespace sallyport
