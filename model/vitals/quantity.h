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
    std::string senmlUnit; //!< from the SenML units registry (RFC 8428, 12.1); empty: none fits
    double senmlFactor;    //!< value on the wire = value here * factor
    double resolution;     //!< step the sensor shows, in unit; values are multiples of it
};

/**
 * @brief All quantities, in a fixed order.
 *
 * | what                     | names                                                          |
 * |--------------------------|----------------------------------------------------------------|
 * | heart, breath            | ecg, pulse, spo2, respiration, systolic, diastolic             |
 * | heat, skin, movement     | temperature, skin-temperature, sweat, motion, joint-angle      |
 * | blood, body              | glucose, haemoglobin, weight, bmi                              |
 * | seen by a person: 1 yes  | oxygen (supplemental oxygen is given), consciousness (anything |
 * |                          | but alert: the CVPU of NEWS2)                                  |
 * | ventilator, pump         | tidal-volume, airway-pressure (peak), inspired-oxygen;         |
 * |                          | pump-rate, line-pressure                                       |
 * | wheelchair               | speed, seat (taken), charge (of its battery)                   |
 * | about the house: 1 yes   | door (open), presence, dose (lid of a compartment open),       |
 * |                          | tamper, card (in the reader)                                   |
 */
const std::vector<Quantity>& Quantities();

/** @throws std::invalid_argument naming the quantities there are */
const Quantity& QuantityOf(const std::string& name);

} // namespace ns3::iomt

#endif // IOMT_QUANTITY_H
