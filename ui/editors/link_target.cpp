// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/link_target.h"

#include "app/template/template.h"
#include "ui/editors/code_editor.h"
#include "ui/editors/secret_popup.h"
#include "ui/editors/template_context.h"
#include "ui/links/link_secret_dialog.h"
#include "ui/links/secret_menu.h"

#include <QCursor>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>

namespace sallyport {

namespace {

void openDialog(QWidget *owner, TemplateContext *context, const LinkTarget &target, const Catalog::Kind &kind,
                const std::optional<SecretLink> &existing)
{
    auto *dialog = new LinkSecretDialog(context->services(), kind, context->workspaceId(), target.subject, existing, owner->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &LinkSecretDialog::linked, owner, [put = target.put](const QString &text) { put(text); });
    dialog->open();
}

void openPopup(QWidget *owner, TemplateContext *context, const LinkTarget &target, void (SecretPopup::*action)())
{
    const auto link = SecretLink::fromTag(*target.tag, context->services().catalog);
    if (!link)
        return;
    auto *popup = new SecretPopup(context->services(), *link, context->workspaceId(), target.subject, owner);
    popup->openAt(QCursor::pos());
    (popup->*action)();
}

// The tag whose text the position lies in, and where that text is.
std::optional<Template::Segment> tagAround(const QString &text, qsizetype position)
{
    const auto parsed = Template::parse(text);
    if (!parsed)
        return std::nullopt;
    for (const Template::Segment &segment : parsed->segments()) {
        const bool inside = position >= segment.start && position <= segment.start + segment.length;
        if (std::holds_alternative<VaultTag>(segment.content) && (inside || parsed->asSingleVaultTag()))
            return segment;
    }
    return std::nullopt;
}

} // namespace

void addLinkActions(QMenu *menu, QWidget *owner, TemplateContext *context, const LinkTarget &target)
{
    const Catalog &catalog = context->services().catalog;
    SecretMenuActions actions;
    actions.link = [owner = QPointer(owner), context, target, &catalog](const QString &kindId) {
        const auto kind = catalog.findKind(kindId);
        if (owner && kind)
            openDialog(owner, context, target, *kind, std::nullopt);
    };
    if (target.tag) {
        const auto link = SecretLink::fromTag(*target.tag, catalog);
        const auto kind = link ? catalog.findKind(link->kindId) : std::nullopt;
        if (kind) {
            actions.edit = [owner = QPointer(owner), context, target, kind, link] {
                if (owner)
                    openDialog(owner, context, target, *kind, *link);
            };
            actions.refresh = [owner = QPointer(owner), context, target] {
                if (owner)
                    openPopup(owner, context, target, &SecretPopup::refresh);
            };
            actions.reveal = [owner = QPointer(owner), context, target] {
                if (owner)
                    openPopup(owner, context, target, &SecretPopup::reveal);
            };
        }
        actions.copyReference = [tag = *target.tag] { copyReference(writeVaultTag(tag)); };
        actions.unlink = target.unlink;
    }
    if (!menu->isEmpty())
        menu->addSeparator();
    addSecretActions(*menu, catalog, target.tag.has_value(), actions);
}

LinkTarget targetIn(QLineEdit *field, const QString &subject)
{
    LinkTarget target;
    target.subject = subject;
    const auto found = tagAround(field->text(), field->cursorPosition());
    if (found)
        target.tag = std::get<VaultTag>(found->content);
    const bool selection = field->hasSelectedText();
    const int start = found ? int(found->start) : selection ? field->selectionStart() : field->cursorPosition();
    const int length = found ? int(found->length) : selection ? int(field->selectedText().size()) : 0;
    target.put = [guarded = QPointer(field), start, length](const QString &text) {
        if (!guarded)
            return;
        guarded->setSelection(start, length);
        if (length == 0)
            guarded->setCursorPosition(start);
        guarded->insert(text);
        guarded->setModified(true);
    };
    target.unlink = [put = target.put] { put({}); };
    return target;
}

LinkTarget targetIn(CodeEditor *editor, const QString &subject)
{
    LinkTarget target;
    target.subject = subject;
    if (const auto parsed = Template::parse(editor->selectedText()); parsed && parsed->asSingleVaultTag())
        target.tag = *parsed->asSingleVaultTag();
    target.put = [guarded = QPointer(editor)](const QString &text) {
        if (guarded)
            guarded->insert(text);
    };
    target.unlink = [put = target.put] { put({}); };
    return target;
}

} // namespace sallyport
