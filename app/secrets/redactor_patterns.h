// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/secret_value.h"
#include "app/secrets/redactor_spelling.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QSet>

#include <array>
#include <functional>
#include <vector>

//! What Redactor looks for, and the search for it.
namespace sallyport::redaction {

//! One form of one value. `text` is UTF-8 or bytes, or the ASCII characters of its Base64 or hexadecimal form.
struct Pattern {
    enum class Mode {
        Text,    //!< each character as it is or in any escaped form
        Bytes,   //!< each byte as it is or percent-encoded
        Base64,  //!< in either alphabet, perhaps with line breaks
        Hex,     //!< in either case
        Literal, //!< exactly these bytes
    };
    Mode mode = Mode::Literal;
    QByteArrayView text;
    int value = 0;            //!< which secret
    bool sharesFirst = false; //!< Base64: the character before also holds bits of the value
    bool sharesLast = false;  //!< Base64: so does the character behind
};

struct Hit {
    qsizetype start = 0;
    qsizetype end = 0;
};

//! All patterns of a set of values, indexed by how they begin. Its copies of the values are wiped with it.
class PatternSet {
public:
    explicit PatternSet(const QList<SecretValue> &secrets);
    ~PatternSet();
    Q_DISABLE_COPY_MOVE(PatternSet)

    [[nodiscard]] bool isEmpty() const { return m_patterns.empty(); }
    [[nodiscard]] int ignored() const { return m_ignored; }
    [[nodiscard]] const std::vector<Pattern> &patterns() const { return m_patterns; }

    //! Calls `found` for every place, in order of where they start; places may overlap.
    using Found = std::function<void(const Pattern &, Hit)>;
    void search(QByteArrayView text, const Found &found) const;

private:
    struct Entry {
        quint16 pair;      //!< first two bytes, the first one high
        bool isThirdFixed; //!< whether a third byte that introduces nothing must be one of these
        char third;
        char otherThird;
        int pattern;
    };

    using Characters = QVarLengthArray<char32_t, 8>;

    void addForms(QByteArrayView value, int secret);
    void addEncodings(QByteArrayView value, int secret);
    void addBase64(QByteArrayView value, int secret);
    void addPattern(Pattern::Mode mode, QByteArray text, Pattern about);
    void indexPattern(int index);
    void indexEscapes(int index, Spelled first);
    void addPair(char first, char second, int index);
    void mark(char first, char second);
    void finishIndex();
    [[nodiscard]] std::size_t rankOf(unsigned pair) const;
    void tryAt(QByteArrayView text, qsizetype start, SpellingCache &cache, const Found &found) const;

    [[nodiscard]] Characters possibleFirsts(QByteArrayView text, qsizetype start, SpellingCache &cache) const;
    [[nodiscard]] static bool wasTried(const Pattern &pattern, const Characters &firsts);

    std::vector<QByteArray> m_storage;       //!< behind the patterns' views
    std::array<QSet<QByteArray>, 5> m_known; //!< by mode, while patterns are added
    std::vector<Pattern> m_patterns;
    std::vector<Entry> m_entries;                 //!< sorted by pair
    std::array<quint64, 1024> m_pairs{};          //!< which two bytes can begin a hit
    std::array<quint16, 1024> m_before{};         //!< how many pairs are marked before each word of m_pairs
    std::vector<quint32> m_begins;                //!< where a marked pair's entries begin
    QHash<char32_t, std::vector<int>> m_byEscape; //!< patterns by a first character that may be escaped
    int m_ignored = 0;
};

} // namespace sallyport::redaction
