// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_MAMDANI_ENGINE_H
#define IOMT_MAMDANI_ENGINE_H

#include "aggregated-output.h"
#include "linguistic-variable.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief A fuzzy proposition as a tree in postfix order, so that evaluation needs no recursion. */
struct FuzzyCondition
{
    enum class Kind : std::uint8_t
    {
        IS,       //!< push the degree of variable `input` in its term `term`
        NOT,      //!< replace the top by 1 - top
        VERY,     //!< replace the top by its square
        SOMEWHAT, //!< replace the top by its square root
        AND,      //!< replace the two on top by their conjunction
        OR        //!< replace the two on top by their disjunction
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

/**
 * @brief Mamdani inference: fuzzify, fire the rules, imply, aggregate, defuzzify.
 *
 * Values --> degrees of terms --> strengths of rules --> clipped or scaled terms --> their
 * aggregate --> one value of it, exact for straight lines and parabolas (AggregatedOutput).
 *
 * The first inference after a change prepares what does not depend on inputs; those that follow
 * use indices and flat arrays and allocate nothing. An engine is not for two threads at once.
 *
 * An inference adds what it executed to RunningOperations(): a term evaluation for every degree
 * read, of inputs and of output terms between two corners, and a rule evaluation for every rule.
 */
class MamdaniEngine
{
  public:
    /** @throws std::invalid_argument when a name is empty or used twice, or there is no term */
    std::size_t AddInput(LinguisticVariable variable);
    /**
     * @throws std::invalid_argument as AddInput, unless minimum < maximum, when only some terms are
     *         singletons, when one lies outside the range, and for the bisector of singletons
     */
    std::size_t AddOutput(LinguisticVariable variable);
    /** @throws std::invalid_argument when the rule names what does not exist or is no proposition
     */
    void AddRule(FuzzyRule rule);

    void SetConjunction(Conjunction conjunction);
    void SetImplication(Implication implication);
    /** @param output its position */
    void SetAggregation(std::size_t output, Aggregation aggregation);

    /**
     * @brief Infers every output.
     * @param inputs a value for each of Inputs()
     * @param outputs becomes a value for each of Outputs(); one that no rule reached has its
     *        default, and is NaN when it has none
     * @throws std::invalid_argument when there are not as many, or one is not finite
     */
    void Infer(const std::vector<double>& inputs, std::vector<double>& outputs) const;

    /**
     * @brief The same by name, which takes longer.
     * @param inputs a value for each input; others are ignored
     * @return a value for each output; one that is NaN above is absent
     * @throws std::invalid_argument when an input is missing or not finite
     */
    std::map<std::string, double> Evaluate(const std::map<std::string, double>& inputs) const;

    const std::vector<LinguisticVariable>& Inputs() const;
    const std::vector<LinguisticVariable>& Outputs() const;
    const std::vector<FuzzyRule>& Rules() const;

  private:
    struct Step
    {
        FuzzyCondition::Kind kind;
        std::size_t degree; //!< of IS
    };

    struct PreparedRule
    {
        double weight;
        std::size_t steps; //!< how many: they follow those of the rule before
        std::size_t conclusions;
    };

    /** @brief What an inference reads and writes. */
    struct Plan
    {
        std::vector<PreparedRule> rules;
        std::vector<Step> steps;
        std::vector<std::size_t> conclusions; //!< each the strength it sets
        std::vector<AggregatedOutput> outputs;
        std::vector<double> degrees;   //!< of all terms of all inputs
        std::vector<double> stack;     //!< of the conditions
        std::vector<double> strengths; //!< of all outputs
    };

    void Prepare() const;
    double Strength(const Step* step, const Step* end, const double* degrees, double* below) const;

    std::vector<LinguisticVariable> m_inputs;
    std::vector<LinguisticVariable> m_outputs;
    std::vector<FuzzyRule> m_rules;
    Conjunction m_conjunction = Conjunction::MINIMUM;
    Implication m_implication = Implication::MINIMUM;
    mutable std::optional<Plan> m_plan; //!< nothing after a change
};

} // namespace ns3::iomt

#endif // IOMT_MAMDANI_ENGINE_H
