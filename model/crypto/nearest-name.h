// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_NEAREST_NAME_H
#define IOMT_NEAREST_NAME_H

#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief What a mistyped word was probably meant to be.
 * @param word as typed
 * @param names what is allowed
 * @return the name with the fewest insertions, deletions, replacements and swaps of neighbours
 *         away, the first such of `names`; "" if more than a third of the longer word would change
 */
std::string NearestName(const std::string& word, const std::vector<std::string>& names);

} // namespace ns3::iomt

#endif // IOMT_NEAREST_NAME_H
