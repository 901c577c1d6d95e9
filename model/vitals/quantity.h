// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_QUANTITY_H
#define IOMT_QUANTITY_H

#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief A measured quantity, its unit here and on the wire. */
struct Quantity
{
    std::string name;      //!< such as `spo2`
    std::string unit;      //!< in this code and in results
    std::string senmlUnit; //!< from the SenML units registry (RFC 8428, 12.1)
    double senmlFactor;    //!< value on the wire = value here * factor
    double resolution;     //!< step the sensor shows, in unit; values are multiples of it
};

/** @brief All quantities: ecg, spo2, pulse, respiration, temperature, skin-temperature, motion,
 *         sweat. */
const std::vector<Quantity>& Quantities();

/** @throws std::invalid_argument naming the quantities there are */
const Quantity& QuantityOf(const std::string& name);

} // namespace ns3::iomt

#endif // IOMT_QUANTITY_H
