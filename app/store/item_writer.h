// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"

//! Brings changes of the model into the values of a file. What the model does not know is not touched, and of what
//! it knows only what differs from before.
namespace sallyport {

//! The item as it is read back: fields that its kinds do not have are empty, what the model cannot change
//! (unsupported bodies and authentications) is as before.
[[nodiscard]] RequestDraft normalized(RequestDraft request, const RequestDraft &before);
[[nodiscard]] Folder normalized(Folder folder, const Folder &before);
//! Makes `data` and `rows` say the same: what differs from before wins, for tables the rows. New rows get an id.
[[nodiscard]] Environment normalized(Environment environment, const Environment &before);

void applyRequest(Value &item, const RequestDraft &before, const RequestDraft &request);
void applyFolder(Value &item, const Folder &before, const Folder &folder);
void applyEnvironment(Value &item, const Environment &before, const Environment &environment);

//! A new item as Insomnia writes one.
[[nodiscard]] Value freshRequest(const RequestDraft &request);
[[nodiscard]] Value freshFolder(const Folder &folder);
[[nodiscard]] Value freshEnvironment(const Environment &environment);
//! A new id: the prefix and 32 hexadecimal digits.
[[nodiscard]] QString freshId(const QString &prefix);
//! `id` and times of creation, as Insomnia writes them.
[[nodiscard]] Value freshMeta(const QString &id);

} // namespace sallyport
