// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_ENGINE_H
#define IOMT_BLS_ENGINE_H

#include "bls12-381.h"

namespace ns3::iomt::bls
{

/// What one field arithmetic makes of the groups: a table, of which one is in use at run time.
struct Engine
{
    const char* name; //!< as Backend gives it

    G1 (*addG1)(const G1&, const G1&);
    G1 (*negateG1)(const G1&);
    G1 (*multiplyG1)(const std::vector<G1::Term>&);
    G1 (*multiplyPublicG1)(const std::vector<G1::Term>&);
    bool (*equalG1)(const G1&, const G1&);
    std::optional<G1> (*readG1)(const uint8_t*);
    /// The same without the check of the order.
    std::optional<G1> (*readCurveG1)(const uint8_t*);
    void (*writeG1)(const G1&, uint8_t*);
    /// Maps two field elements, 64 octets each, to the curve and adds up (RFC 9380, 3).
    G1 (*mapToG1)(const uint8_t*);

    G2 (*addG2)(const G2&, const G2&);
    G2 (*negateG2)(const G2&);
    G2 (*multiplyG2)(const std::vector<G2::Term>&);
    G2 (*multiplyPublicG2)(const std::vector<G2::Term>&);
    bool (*equalG2)(const G2&, const G2&);
    std::optional<G2> (*readG2)(const uint8_t*);
    void (*writeG2)(const G2&, uint8_t*);

    Gt (*multiplyGt)(const Gt&, const Gt&);
    Gt (*inverse)(const Gt&);
    Gt (*power)(const Gt&, const Scalar&);
    std::optional<Gt> (*readGt)(const uint8_t*);
    void (*writeGt)(const Gt&, uint8_t*);

    /// Product of pairings; the exact value or, faster, its cube.
    Gt (*pairing)(const std::vector<std::pair<G1, G2>>&, bool exact);
};

/// @return the engine over C++ alone
const Engine& PortableEngine();

/// @return the engine over mulx, adcx and adox; null where the processor or the compiler lacks them
const Engine* MulxEngine();

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_ENGINE_H
