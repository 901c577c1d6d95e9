// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FCL_LEXER_H
#define IOMT_FCL_LEXER_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace ns3::iomt
{

/** @brief A word, number or mark of a rule file. */
struct FclToken
{
    enum class Kind : std::uint8_t
    {
        WORD,
        NUMBER,
        MARK, //!< one of := : ; , ( ) ..
        END
    };
    Kind kind = Kind::END;
    std::string text; //!< as written
    double number = 0;
    std::size_t line = 1;
    std::size_t column = 1;

    /** @brief How a message calls it. */
    std::string Describe() const;

    /** @brief The text as keywords are compared, which may be in either case. */
    std::string InCapitals() const;
};

/**
 * @brief Cuts a rule file into tokens; skips white space and comments, (* such *) and // such.
 */
class FclLexer
{
  public:
    /** @param text kept by reference, must outlive the lexer */
    FclLexer(const std::string& text, const std::string& file);

    /** @throws FclError for a character or number that FCL does not have, an open comment */
    FclToken Next();

  private:
    void SkipBlank();
    void Advance();
    char Peek(std::size_t ahead = 0) const;
    FclToken Number(FclToken token);

    const std::string& m_text;
    const std::string& m_file;
    std::size_t m_position = 0;
    std::size_t m_line = 1;
    std::size_t m_column = 1;
};

} // namespace ns3::iomt

#endif // IOMT_FCL_LEXER_H
