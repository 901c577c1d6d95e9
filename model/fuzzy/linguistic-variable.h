// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_LINGUISTIC_VARIABLE_H
#define IOMT_LINGUISTIC_VARIABLE_H

#include "membership-function.h"

#include <cstdint>
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

/** @brief How what the rules conclude is put together (IEC 61131-7, ACCU). */
enum class Aggregation : std::uint8_t
{
    MAXIMUM,     //!< the highest: the strongest rule of a term stands for all of them
    BOUNDED_SUM, //!< min(1, sum), point by point, over all rules
    SUM          //!< the sum over all rules; it may exceed 1
};

/** @brief How the put-together set becomes one value (IEC 61131-7, METHOD). */
enum class Defuzzifier : std::uint8_t
{
    CENTROID,            //!< centre of gravity; of singletons their weighted mean
    BISECTOR,            //!< has half of the area to each side; middle of the gap if it is in one
    MEAN_OF_MAXIMUM,     //!< mean of all values of highest degree
    SMALLEST_OF_MAXIMUM, //!< least value of highest degree
    LARGEST_OF_MAXIMUM   //!< greatest value of highest degree
};

/** @brief A crisp quantity and the words for it. */
struct LinguisticVariable
{
    std::string name;
    std::vector<LinguisticTerm> terms;
    double minimum = 0;                              //!< start of the range of values (outputs)
    double maximum = 0;                              //!< end of that range (outputs)
    std::optional<double> defaultValue;              //!< output when no rule fires
    Aggregation aggregation = Aggregation::MAXIMUM;  //!< of outputs
    Defuzzifier defuzzifier = Defuzzifier::CENTROID; //!< of outputs

    /** @brief Position of a term, or nothing. */
    std::optional<std::size_t> Find(const std::string& term) const
    {
        for (std::size_t i = 0; i < terms.size(); ++i)
        {
            if (terms[i].name == term)
            {
                return i;
            }
        }
        return std::nullopt;
    }
};

} // namespace ns3::iomt

#endif // IOMT_LINGUISTIC_VARIABLE_H
