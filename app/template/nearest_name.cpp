// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/nearest_name.h"

#include <array>
#include <vector>

namespace sallyport {

namespace {

constexpr qsizetype kLongest = 80; //!< longer names are not compared

//! Optimal string alignment: insertions, deletions, substitutions, exchanges of neighbours.
qsizetype distance(const QString &a, const QString &b)
{
    std::array<std::vector<qsizetype>, 3> rows; // row before last, last, current
    for (auto &row : rows)
        row.resize(static_cast<std::size_t>(b.size()) + 1);
    auto [before, last, current] = std::tie(rows[0], rows[1], rows[2]);
    for (qsizetype j = 0; j <= b.size(); ++j)
        last[static_cast<std::size_t>(j)] = j;
    for (qsizetype i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto column = static_cast<std::size_t>(j);
            const qsizetype changed = last[column - 1] + (a.at(i - 1) == b.at(j - 1) ? 0 : 1);
            current[column] = std::min({last[column] + 1, current[column - 1] + 1, changed});
            if (i > 1 && j > 1 && a.at(i - 1) == b.at(j - 2) && a.at(i - 2) == b.at(j - 1))
                current[column] = std::min(current[column], before[column - 2] + 1);
        }
        before.swap(last);
        last.swap(current);
    }
    return last[static_cast<std::size_t>(b.size())];
}

} // namespace

QString nearestName(const QString &wanted, const QStringList &known)
{
    if (wanted.size() > kLongest)
        return {};
    const QString folded = wanted.toCaseFolded();
    const qsizetype allowed = qMax<qsizetype>(1, wanted.size() / 3);
    qsizetype best = allowed + 1;
    QString nearest;
    for (const QString &name : known) {
        if (qAbs(name.size() - wanted.size()) >= best)
            continue;
        const qsizetype far = distance(folded, name.toCaseFolded());
        if (far < best) {
            best = far;
            nearest = name;
        }
    }
    return nearest;
}

} // namespace sallyport
