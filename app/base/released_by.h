// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sallyport {

//! For std::unique_ptr over objects of a C library: `std::unique_ptr<BIO, ReleasedBy<BIO_free>>`.
template<auto Release>
struct ReleasedBy {
    template<class T>
    void operator()(T *object) const
    {
        Release(object);
    }
};

} // namespace sallyport
