// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_MAMDANI_ENGINE_H
#define IOMT_MAMDANI_ENGINE_H

#include "membership-function.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief A word of a linguistic variable, such as `high`. */
struct LinguisticTerm
{
    std::string name;
    MembershipFunction membership;
};

/** @brief A crisp quantity and the words for it. */
struct LinguisticVariable
{
    std::string name;
    std::vector<LinguisticTerm> terms;
    double minimum = 0;                 //!< start of the range the centroid integrates (outputs)
    double maximum = 0;                 //!< end of that range (outputs)
    std::optional<double> defaultValue; //!< output when no rule fires

    /** @brief Position of a term, or nothing. */
    std::optional<std::size_t> Find(const std::string& term) const;
};

/** @brief A fuzzy proposition as a tree in postfix order, so that evaluation needs no recursion. */
struct FuzzyCondition
{
    enum class Kind : std::uint8_t
    {
        IS,  //!< push the degree of variable `input` in its term `term`
        NOT, //!< replace the top by 1 - top
        AND, //!< replace the two on top by their conjunction
        OR   //!< replace the two on top by their disjunction
    };
    Kind kind = Kind::IS;
    std::size_t input = 0;
    std::size_t term = 0;
};

/** @brief What a rule says of one output. */
struct FuzzyConclusion
{
    std::size_t output = 0;
    std::size_t term = 0;
};

/** @brief IF conditions THEN conclusions WITH weight. */
struct FuzzyRule
{
    std::string name;
    std::vector<FuzzyCondition> conditions; //!< postfix
    std::vector<FuzzyConclusion> conclusions;
    double weight = 1; //!< in [0, 1]
};

/** @brief What joins two degrees (IEC 61131-7, table of operators). */
enum class Conjunction : std::uint8_t
{
    MINIMUM, //!< AND min, OR max
    PRODUCT  //!< AND a b, OR a + b - a b (probabilistic sum)
};

/** @brief How a rule's strength shapes its conclusion. */
enum class Implication : std::uint8_t
{
    MINIMUM, //!< clips the term
    PRODUCT  //!< scales the term
};

/**
 * @brief Mamdani inference: fuzzify, fire the rules, aggregate by maximum, take the centroid.
 *
 * Values --> degrees of terms --> strengths of rules --> clipped or scaled terms --> their upper
 * envelope --> its centre of gravity. The envelope is integrated exactly, corner by corner, so the
 * result depends on no step width.
 *
 * Evaluate() adds what it executed to RunningOperations(): a term evaluation for every degree read,
 * of inputs and of output terms at the envelope's corners, and a rule evaluation for every rule.
 */
class MamdaniEngine
{
  public:
    /** @throws std::invalid_argument when a name is empty or used twice, or there is no term */
    std::size_t AddInput(LinguisticVariable variable);
    /** @throws std::invalid_argument as AddInput, and unless minimum < maximum */
    std::size_t AddOutput(LinguisticVariable variable);
    /** @throws std::invalid_argument when the rule names what does not exist or is no proposition
     */
    void AddRule(FuzzyRule rule);

    void SetConjunction(Conjunction conjunction);
    void SetImplication(Implication implication);

    /**
     * @brief Infers every output.
     * @param inputs a value for each input by name; others are ignored
     * @return a value for each output by name; an output that no rule reached has its default, and
     *         is absent when it has none
     * @throws std::invalid_argument when an input is missing or not finite
     */
    std::map<std::string, double> Evaluate(const std::map<std::string, double>& inputs) const;

    const std::vector<LinguisticVariable>& Inputs() const;
    const std::vector<LinguisticVariable>& Outputs() const;
    const std::vector<FuzzyRule>& Rules() const;

  private:
    /** @brief Exact centroid of the aggregated output; nothing where its area is zero. */
    std::optional<double> Centroid(const LinguisticVariable& output,
                                   const std::vector<double>& strengths) const;

    std::vector<LinguisticVariable> m_inputs;
    std::vector<LinguisticVariable> m_outputs;
    std::vector<FuzzyRule> m_rules;
    Conjunction m_conjunction = Conjunction::MINIMUM;
    Implication m_implication = Implication::MINIMUM;
};

} // namespace ns3::iomt

#endif // IOMT_MAMDANI_ENGINE_H
