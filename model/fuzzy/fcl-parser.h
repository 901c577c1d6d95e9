// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FCL_PARSER_H
#define IOMT_FCL_PARSER_H

#include "fcl-lexer.h"
#include "mamdani-engine.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief Recursive descent over the tokens; the depth of its recursion is bounded. */
class FclParser
{
  public:
    /** @param text kept by reference, must outlive the parser */
    FclParser(const std::string& text, const std::string& file);

    /** @throws FclError at the first mistake */
    MamdaniEngine Parse();

  private:
    [[noreturn]] void Refuse(const FclToken& at, const std::string& problem) const;
    [[noreturn]] void RefuseFound(const std::string& expected) const;
    [[noreturn]] void RefuseUnknown(const FclToken& at,
                                    const std::string& what,
                                    const std::vector<std::string>& names) const;
    FclToken Take();
    bool IsWord(const char* keyword) const;
    bool IsMark(const char* mark) const;
    bool AcceptWord(const char* keyword);
    bool AcceptMark(const char* mark);
    void ExpectWord(const char* keyword);
    void ExpectMark(const char* mark);
    FclToken Name(const char* what);
    FclToken Number(const char* what = "a number");
    /** @brief One of the words, which stand for 0, 1, ... */
    std::size_t Choice(const std::vector<std::string>& words);

    struct Declared
    {
        LinguisticVariable variable;
        FclToken at;            //!< its declaration, then its description
        bool described = false; //!< has its FUZZIFY or DEFUZZIFY
        std::optional<FclToken> method;
        bool hasAccumulation = false;
    };

    void Variables(std::vector<Declared>& list);
    Declared& Describe(std::vector<Declared>& list, const char* what);
    void Fuzzify();
    void Defuzzify();
    void Range(LinguisticVariable& variable);
    void SpanOfTerms(Declared& declared) const;
    void Method(Declared& declared);
    void CheckMethod(const Declared& declared) const;
    Aggregation Accumulation();
    void Term(LinguisticVariable& variable);
    MembershipFunction Membership();
    void Build();
    void RuleBlock();
    void Rule();
    void Disjunction(FuzzyRule& rule, std::size_t depth);
    void ConjunctionOf(FuzzyRule& rule, std::size_t depth);
    void Proposition(FuzzyRule& rule, std::size_t depth);
    std::size_t Variable(const std::vector<LinguisticVariable>& variables, const char* what);
    std::size_t TermOf(const LinguisticVariable& variable);

    std::string m_file;
    FclLexer m_lexer;
    FclToken m_token;
    std::vector<Declared> m_inputs;
    std::vector<Declared> m_outputs;
    MamdaniEngine m_engine;
    bool m_hasRules = false;
};

} // namespace ns3::iomt

#endif // IOMT_FCL_PARSER_H
