// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_NEAR_DUPLICATES_H
#define IOMT_NEAR_DUPLICATES_H

#include <cstdint>
#include <map>
#include <string>

namespace ns3::iomt
{

/**
 * @brief Leaves out readings that tell nearly nothing: redundancy elimination before encryption.
 *
 * A reading is dropped if its nearest neighbour, the last one that was sent, differs from it by at
 * most the error bound in every quantity. A receiver that goes on with the last reading is then
 * wrong by at most the bound; how long it does so is limited, too. Drift cannot add up, as
 * readings are held against what was sent and not against what was dropped.
 */
class NearDuplicates
{
  public:
    /**
     * @param errorBounds by quantity, in its unit, from 0; a quantity without one must be equal
     * @param mostInARow after so many dropped ones the next is sent whatever it says
     * @throws std::invalid_argument if a bound is negative or no number
     */
    NearDuplicates(std::map<std::string, double> errorBounds, uint64_t mostInARow);

    /**
     * @param values by quantity
     * @return whether the reading is to be dropped; if not, it is the neighbour of the next ones
     */
    bool Drops(const std::map<std::string, double>& values);

    /**
     * @brief A reading is sent without being asked about, as an urgent one is.
     * @param values by quantity
     */
    void Sent(const std::map<std::string, double>& values);

  private:
    bool IsNear(const std::map<std::string, double>& values) const;

    std::map<std::string, double> m_errorBounds;
    uint64_t m_mostInARow;
    std::map<std::string, double> m_neighbour; //!< empty: nothing was sent
    uint64_t m_inARow{0};
};

} // namespace ns3::iomt

#endif // IOMT_NEAR_DUPLICATES_H
